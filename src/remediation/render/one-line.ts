/** Text of others for a comment or a sentence: whatever could end the line, or act on a terminal, is a space. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
