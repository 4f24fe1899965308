// SPDX-License-Identifier: MIT
#pragma once

// What a client for Windows reports, in types that every platform has.

struct client_findings
{
    long failure = 0; // an HRESULT; 0 on success
    long updates = 0;
    unsigned title_units = 0;
#if defined(_WIN32)
    long percent = 0;
#else
    int percent = 0; // a LONG, which has 32 bits
#endif
    bool went_backward = false;
    unsigned long long bytes = 0;
    int result_code = -1;
};

client_findings run_ported_client();
