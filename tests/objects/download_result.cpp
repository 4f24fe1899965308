// SPDX-License-Identifier: MIT
// Results of jobs and of updates.

#include "doubles.hpp"
#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/download_result.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/extensions.hpp>

using namespace wua;
using namespace doubles;

TEST_CASE("an update's result tells its code, and why",
          "[download_result][IUpdateDownloadResult::get_HResult]"
          "[IUpdateDownloadResult::get_ResultCode][IUpdateDownloadResultDetails::get_NativeSource]"
          "[IUpdateDownloadResultDetails::get_NativeCode][IUpdateDownloadResultDetails::get_Detail]")
{
    const auto result =
        make<update_download_result>(outcome::failed(wu_e_download_failed, {"http", 503}, "the server is busy"));
    LONG hresult = s_ok;
    OperationResultCode code = orcNotStarted;
    bstr source;
    bstr detail;
    LONG native = 0;
    CHECK(result->get_HResult(&hresult) == s_ok);
    CHECK(hresult == wu_e_download_failed);
    CHECK(result->get_ResultCode(&code) == s_ok);
    CHECK(code == orcFailed);
    const auto details = result.query<IUpdateDownloadResultDetails>();
    CHECK(details->get_NativeSource(source.put()) == s_ok);
    CHECK(source.to_utf8() == "http");
    CHECK(details->get_NativeCode(&native) == s_ok);
    CHECK(native == 503);
    CHECK(details->get_Detail(detail.put()) == s_ok);
    CHECK(detail.to_utf8() == "the server is busy");
    CHECK(result->get_HResult(nullptr) == e_pointer);
    CHECK(result->get_ResultCode(nullptr) == e_pointer);
    CHECK(details->get_NativeSource(nullptr) == e_pointer);
    CHECK(details->get_NativeCode(nullptr) == e_pointer);
    CHECK(details->get_Detail(nullptr) == e_pointer);
}

TEST_CASE("a job's result outlives the job and has each update's, some of which failed",
          "[download_result][IDownloadResult::get_HResult][IDownloadResult::get_ResultCode]"
          "[IDownloadResult::GetUpdateResult]")
{
    com_ptr<IDownloadResult> result;
    {
        const rig<simulated_engine> on;
        scenario script;
        script.updates.resize(2);
        script.updates[1].faults = {{100, false, wu_e_pt_http_status_not_found, {"http", 404}}};
        on.engine->set_scenario(script);
        REQUIRE(on.downloader->Download(result.put()) == s_ok);
    }
    LONG hresult = s_ok;
    CHECK(result->get_HResult(&hresult) == s_ok);
    CHECK(hresult == wu_s_update_error);
    CHECK(code_of(*result) == orcSucceededWithErrors);
    com_ptr<IUpdateDownloadResult> second;
    REQUIRE(result->GetUpdateResult(1, second.put()) == s_ok);
    CHECK(second->get_HResult(&hresult) == s_ok);
    CHECK(hresult == wu_e_pt_http_status_not_found);
    LONG native = 0;
    CHECK(second.query<IUpdateDownloadResultDetails>()->get_NativeCode(&native) == s_ok);
    CHECK(native == 404);
    CHECK(result->get_HResult(nullptr) == e_pointer);
    CHECK(result->get_ResultCode(nullptr) == e_pointer);
    CHECK(result->GetUpdateResult(0, nullptr) == e_pointer);
    CHECK(result->GetUpdateResult(3, second.put()) == wu_e_invalidindex);
    CHECK(second == nullptr);
}
