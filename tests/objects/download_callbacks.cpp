// SPDX-License-Identifier: MIT
// The forms a callback may have.

#include "doubles.hpp"
#include <wua/com/com_ptr.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/download_callbacks.hpp>

using namespace wua;
using namespace doubles;

namespace
{

com_ptr<script_function> make_script(script_function::function f)
{
    com_ptr<script_function> made;
    made.attach(new script_function(std::move(f)));
    return made;
}

} // namespace

TEST_CASE("a script's function is called by its default member, with the job first and the arguments second",
          "[download_callbacks][IDownloadProgressChangedCallbackArgs::get_Progress]"
          "[IUpdateDownloader::BeginDownload]")
{
    struct seen
    {
        DISPID dispid = 0;
        WORD flags = 0;
        UINT count = 0;
        UINT named = 0;
        bool has_job = false;
        bool has_progress = false;
        bool has_completed_args = false;
    };
    std::vector<seen> calls;
    const auto script = make_script([&](DISPID dispid, WORD flags, const DISPPARAMS& given) {
        seen call{dispid, flags, given.cArgs, given.cNamedArgs, false, false, false};
        if (given.cArgs == 2 && given.rgvarg[0].vt == VT_DISPATCH && given.rgvarg[1].vt == VT_DISPATCH)
        {
            const com_ptr<IDispatch> last(given.rgvarg[0].pdispVal); // DISPPARAMS has the last argument first
            const com_ptr<IDispatch> first(given.rgvarg[1].pdispVal);
            call.has_job = first.try_query<IDownloadJob>() != nullptr;
            call.has_completed_args = last.try_query<IDownloadCompletedCallbackArgs>() != nullptr;
            if (const auto args = last.try_query<IDownloadProgressChangedCallbackArgs>())
            {
                com_ptr<IDownloadProgress> progress;
                call.has_progress = args->get_Progress(progress.put()) == s_ok && progress;
                CHECK(args->get_Progress(nullptr) == e_pointer);
            }
        }
        calls.push_back(call);
        return e_fail; // nobody looks at it
    });
    const rig<simulated_engine> on;
    const auto job = on.begin(script.get(), script.get());
    on.run(*job);
    REQUIRE(calls.size() >= 2);
    for (std::size_t i = 0; i != calls.size(); ++i)
    {
        const bool is_last = i + 1 == calls.size();
        CHECK(calls[i].dispid == dispid_value);
        CHECK(calls[i].flags == dispatch_method);
        CHECK(calls[i].count == 2);
        CHECK(calls[i].named == 0);
        CHECK(calls[i].has_job);
        CHECK(calls[i].has_progress == !is_last);
        CHECK(calls[i].has_completed_args == is_last);
    }
    CHECK(script->references == 1);
}

TEST_CASE("an object that is neither a callback nor a script's function is refused",
          "[download_callbacks]"
          "[IUpdateDownloader::BeginDownload]")
{
    const rig<simulated_engine> on;
    const auto nothing = make<token>();
    const auto wrong = on_completed([](IDownloadJob&) {});
    com_ptr<IDownloadJob> job;
    CHECK(on.downloader->BeginDownload(nothing.get(), nullptr, VARIANT{}, job.put()) == e_nointerface);
    CHECK(on.downloader->BeginDownload(nullptr, nothing.get(), VARIANT{}, job.put()) == e_nointerface);
    CHECK(on.downloader->BeginDownload(wrong.get(), nullptr, VARIANT{}, job.put()) == e_nointerface);
    CHECK(job == nullptr);
    CHECK_FALSE(on.engine->step());
    CHECK(references_of(*nothing) == 1);
    CHECK(references_of(*wrong) == 1);
}

TEST_CASE("a lambda becomes a callback, and what it throws the answer of Invoke",
          "[download_callbacks]"
          "[IDownloadCompletedCallback::Invoke][IDownloadProgressChangedCallback::Invoke]")
{
    const rig<simulated_engine> on;
    const auto job = on.begin();
    const auto fails = wua::on_completed([](IDownloadJob&) { throw hresult_error(e_accessdenied); });
    CHECK(fails->Invoke(job.get(), nullptr) == e_accessdenied);
    LONG percent = -1;
    const auto looks =
        wua::on_progress_changed([&](IDownloadJob&, IDownloadProgress& progress) { percent = percent_of(progress); });
    const auto args = make<progress_changed_args>(progress_of(*job));
    CHECK(looks->Invoke(job.get(), args.get()) == s_ok);
    CHECK(percent == 0);
}
