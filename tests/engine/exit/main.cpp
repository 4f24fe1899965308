// SPDX-License-Identifier: MIT
// after_last_download URL FOLDER FACE: downloads what the URL names and exits, without a moment between the end of the
// job and that of main(). For sanitizers, which then look at what is left: curl_exit.cpp runs it many times.
// after_last_download late: uses OpenSSL as an engine's thread does, after all else that happens at exit.

#include <wua/engine/content/digest_hasher.hpp>
#include <wua/engine/curl_engine.hpp>
#include <wua/wua.hpp>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace
{

bool download_by_wait(const std::shared_ptr<wua::curl_engine>& engine, std::vector<wua::update_pointer> updates)
{
    return wua::start(engine, std::move(updates)).wait().is_success();
}

// The engine belongs to the job, and the last to use it may be the thread of the callbacks.
bool download_with_callbacks(std::shared_ptr<wua::curl_engine> engine, std::vector<wua::update_pointer> updates)
{
    std::atomic<bool> is_right{false};
    wua::job_options options;
    options.on_progress = [](const wua::progress_snapshot&, wua::job_handle& job) {
        static_cast<void>(job.progress());
    };
    options.on_completed = [&](const wua::outcome& result) { is_right = result.is_success(); };
    wua::job job = wua::start(std::move(engine), std::move(updates), std::move(options));
    job.wait();
    return is_right;
}

bool download_by_com(std::shared_ptr<wua::curl_engine> engine, const wua::update_pointer& update)
{
    const wua::com_ptr<wua::IUpdateDownloader> downloader = wua::make_downloader(std::move(engine));
    const auto updates = wua::make_update_collection({wua::make_update(update)});
    wua::throw_if_failed(downloader->put_Updates(updates.get()));
    class callback final : public wua::implements<callback, wua::IDownloadCompletedCallback>
    {
    public:
        wua::HRESULT WUA_STDCALL Invoke(wua::IDownloadJob*, wua::IDownloadCompletedCallbackArgs*) noexcept override
        {
            return wua::s_ok;
        }
    };
    const auto told = wua::make<callback>();
    wua::com_ptr<wua::IDownloadJob> job;
    wua::throw_if_failed(downloader->BeginDownload(nullptr, told.get(), wua::VARIANT{}, job.put()));
    wua::com_ptr<wua::IDownloadResult> result;
    wua::throw_if_failed(downloader->EndDownload(job.get(), result.put()));
    wua::OperationResultCode code = wua::orcNotStarted;
    wua::throw_if_failed(result->get_ResultCode(&code));
    return job->CleanUp() == wua::s_ok && code == wua::orcSucceeded;
}

void hash_at_exit()
{
    try
    {
        wua::detail::digest_hasher hasher(wua::digest_algorithm::sha256);
        hasher.update("abc", 3);
        hasher.finish();
    }
    catch (...)
    {
        std::_Exit(1);
    }
}

} // namespace

int main(int argc, char** argv)
{
    if (argc == 2 && argv[1] == std::string_view("late"))
    {
        return std::atexit(&hash_at_exit) == 0 && wua::curl_engine({.directory = "."}).now().count() != 0 ? 0 : 1;
    }
    if (argc != 4)
    {
        return 2;
    }
    const wua::update_pointer update = wua::make_item("an update", argv[1]);
    wua::curl_options options;
    options.directory = argv[2];
    options.sync = wua::sync_policy::never;
    auto engine = std::make_shared<wua::curl_engine>(options);
    const std::string_view face = argv[3];
    const bool is_right = face == "wait"        ? download_by_wait(engine, {update})
                          : face == "callbacks" ? download_with_callbacks(std::move(engine), {update})
                                                : download_by_com(std::move(engine), update);
    return is_right ? 0 : 1;
}
