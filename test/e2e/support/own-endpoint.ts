// Of several AWS endpoints (DMS_AUDITOR_ENDPOINTS, addresses separated by commas) each worker has its own, since files
// that run at once must not change faults and permissions under each other.
const endpoints = (process.env['DMS_AUDITOR_ENDPOINTS'] ?? '').split(',').filter((url) => url !== '');
const own = endpoints[Number(process.env['VITEST_POOL_ID'] ?? 1) - 1];
if (own !== undefined) process.env['AWS_ENDPOINT_URL'] = own;
