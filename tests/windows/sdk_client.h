/* SPDX-License-Identifier: MIT
 * What the clients in C++ and in C have in common: they see the headers of Windows alone, and report what they saw. */
#ifndef WUA_TESTS_WINDOWS_SDK_CLIENT_H
#define WUA_TESTS_WINDOWS_SDK_CLIENT_H

#include <windows.h>

typedef struct sdk_client_report
{
    HRESULT failure; /* of the first call that failed */
    int failed_line; /* where that was; 0: every call succeeded */

    LONG polls;
    LONG last_percent;
    LONG backward_steps;
    LONG last_index;
    LONG last_phase;
    DECIMAL total;
    DECIMAL done;
    DECIMAL current_total;
    DECIMAL current_done;

    LONG progress_calls;
    LONG progress_calls_of_another_job;
    LONG completed_calls;
    VARIANT_BOOL is_completed_in_callback;

    LONG state;           /* what AsyncState gave back while the job ran */
    VARTYPE state_at_end; /* its type after EndDownload */
    LONG result_code;
    LONG result_hresult;
    LONG first_code;
    LONG first_hresult;
    LONG second_code;
    LONG second_hresult;
    HRESULT third_index;  /* GetUpdateResult beyond the last update */
    ULONG callbacks_left; /* references to the callbacks after everything was released */
} sdk_client_report;

#ifdef __cplusplus
extern "C"
{
#endif

    /* Download what `updates`, a collection, holds; polls, ends, cleans up. */
    void drive_from_cpp(IUnknown* downloader, IUnknown* updates, sdk_client_report* report);
    void drive_from_c(IUnknown* downloader, IUnknown* updates, sdk_client_report* report);

#ifdef __cplusplus
}
#endif

#endif
