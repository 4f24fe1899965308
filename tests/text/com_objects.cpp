// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include "objects/foreign_job.hpp"
#include <wua/text/com_objects.hpp>

#include <limits>

namespace
{

TEST_CASE("a foreign result is shown like an outcome", "[com_objects]")
{
    foreign_result result;
    result.result_code.value = wua::orcSucceeded;
    CHECK(wua::to_text(result) == "succeeded");
    result.result_code.value = wua::orcFailed;
    result.hresult.value = wua::e_outofmemory;
    CHECK(wua::to_text(result) == "failed: 0x8007000E E_OUTOFMEMORY: out of memory");
    foreign_job_result job_result;
    job_result.result_code.value = wua::orcAborted;
    job_result.hresult.value = wua::wu_e_call_cancelled;
    CHECK(wua::to_text(job_result) == "aborted");
}

TEST_CASE("a result that refuses to answer shows with which code", "[com_objects]")
{
    foreign_result result;
    result.result_code = {wua::orcFailed, wua::e_fail};
    result.hresult.value = wua::e_outofmemory;
    CHECK(wua::to_text(result) == "<E_FAIL>: 0x8007000E E_OUTOFMEMORY: out of memory");
    result.result_code = {wua::orcFailed};
    result.hresult.code = wua::make_hresult(0x8ABCDEF0);
    CHECK(wua::to_text(result) == "failed: <0x8ABCDEF0>");
}

TEST_CASE("a foreign progress is one line", "[com_objects]")
{
    foreign_progress progress;
    CHECK(wua::to_text(progress) == "42 % 4.2/10.0 MiB, update 2 downloading, 17 % 0.7/4.2 MiB");
    progress.total.value = wua::to_decimal(0);
    progress.update_total.value = wua::to_decimal(0);
    CHECK(wua::to_text(progress) == "42 % 4.2/? MiB, update 2 downloading, 17 % 716.8/? KiB");
}

TEST_CASE("a progress whose getters all fail is shown without throwing", "[com_objects]")
{
    foreign_progress progress;
    progress.update_done.code = wua::e_notimpl;
    progress.update_total.code = wua::e_fail;
    progress.index.code = wua::e_pointer;
    progress.percent.code = wua::e_unexpected;
    progress.done.code = wua::e_abort;
    progress.total.code = wua::wu_e_no_service;
    progress.phase.code = wua::make_hresult(0x8ABCDEF0);
    progress.update_percent.code = wua::e_handle;
    CHECK(wua::to_text(progress) ==
          "<E_UNEXPECTED> % <E_ABORT>/<WU_E_NO_SERVICE> B, update <E_POINTER> <0x8ABCDEF0>, <E_HANDLE> % "
          "<E_NOTIMPL>/<E_FAIL> B");
}

TEST_CASE("impossible numbers are shown as they are", "[com_objects]")
{
    foreign_progress progress;
    progress.percent.value = -5;
    progress.index.value = (std::numeric_limits<wua::LONG>::max)();
    progress.phase.value = static_cast<wua::DownloadPhase>(0);
    progress.done.value = wua::make_decimal(125, 0, 1, true);
    progress.update_done.value.scale = 99;
    CHECK(wua::to_text(progress) ==
          "-5 % -12.5/10485760 B, update 2147483648 unknown (0), 17 % invalid DECIMAL/4404019 B");
}

TEST_CASE("a foreign job is shown by its progress, and all references are released", "[com_objects]")
{
    foreign_job job;
    CHECK(wua::to_text(job) == "42 % 4.2/10.0 MiB, update 2 downloading, 17 % 0.7/4.2 MiB");
    job.is_completed.value = wua::variant_true;
    CHECK(wua::to_text(job) == "42 % 4.2/10.0 MiB, update 2 downloading, 17 % 0.7/4.2 MiB, ended");
    CHECK(job.references == 1);
    CHECK(job.progress.references == 1);
}

TEST_CASE("a job without progress is shown as such", "[com_objects]")
{
    foreign_job job;
    job.progress_code = wua::e_outofmemory; // and a pointer that nobody may release
    job.is_completed.code = wua::e_fail;
    CHECK(wua::to_text(job) == "no progress: 0x8007000E E_OUTOFMEMORY: out of memory, ended: <E_FAIL>");
    CHECK(job.progress.references == 1);
    job.progress_code = wua::s_ok;
    job.answered = nullptr;
    job.is_completed.code = wua::s_ok;
    CHECK(wua::to_text(job) == "no progress: 0x00000000 S_OK: the operation succeeded");
}

} // namespace
