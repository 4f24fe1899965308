// SPDX-License-Identifier: MIT

// Waits of a thread that has a window: what is sent to it comes through.

#include "catch.hpp"
#include "windows/apartment.hpp"
#include <wua/agent/update_installer.hpp>
#include <wua/agent/update_searcher.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/implements.hpp>
#include <wua/engine/blocking_engine.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/objects/observed_job.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/wuapi/extensions.hpp>

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <future>
#include <memory>
#include <thread>
#include <utility>

namespace
{

constexpr UINT question = WM_APP + 1;
constexpr LRESULT answer_of_window = 42;

LRESULT CALLBACK answer_question(HWND window, UINT message, WPARAM first, LPARAM second)
{
    return message == question ? answer_of_window : DefWindowProcA(window, message, first, second);
}

// Of the thread that makes it.
struct message_window
{
    message_window() : handle(CreateWindowExA(0, "STATIC", "", 0, 0, 0, 0, 0, HWND_MESSAGE, nullptr, nullptr, nullptr))
    {
        SetWindowLongPtrA(handle, GWLP_WNDPROC, reinterpret_cast<LONG_PTR>(&answer_question));
    }
    message_window(const message_window&) = delete;
    message_window& operator=(const message_window&) = delete;
    ~message_window()
    {
        DestroyWindow(handle);
    }

    // From another thread; false when the window does not answer.
    bool is_answering() const
    {
        DWORD_PTR answer = 0;
        return SendMessageTimeoutA(handle, question, 0, 0, SMTO_NORMAL, 5000, &answer) != 0 &&
               answer == answer_of_window;
    }

    const HWND handle;
};

// Callable from any thread, as the delegates of a .NET client are.
class asking_callback final : public wua::implements<asking_callback, wua::IDownloadCompletedCallback,
                                                     wua::ISearchCompletedCallback, wua::IInstallationCompletedCallback>
{
public:
    asking_callback(const message_window& window, bool& is_answered) : m_window(window), m_is_answered(is_answered) {}

    HRESULT WUA_STDCALL Invoke(wua::IDownloadJob*, wua::IDownloadCompletedCallbackArgs*) noexcept override
    {
        return ask();
    }

    HRESULT WUA_STDCALL Invoke(wua::ISearchJob*, wua::ISearchCompletedCallbackArgs*) noexcept override
    {
        return ask();
    }

    HRESULT WUA_STDCALL Invoke(wua::IInstallationJob*, wua::IInstallationCompletedCallbackArgs*) noexcept override
    {
        return ask();
    }

    std::promise<void> is_asking;

private:
    HRESULT ask() noexcept
    {
        is_asking.set_value();
        m_is_answered = m_window.is_answering();
        return S_OK;
    }

    const message_window& m_window;
    bool& m_is_answered;
};

// Bound to its apartment, as those of scripts are, and in no hurry.
class slow_callback final : public bound_object<::IDispatch>
{
public:
    HRESULT WUA_STDCALL Invoke(wua::DISPID, const wua::IID&, wua::LCID, wua::WORD, wua::DISPPARAMS*, wua::VARIANT*,
                               wua::EXCEPINFO*, wua::UINT*) noexcept override
    {
        std::this_thread::sleep_for(std::chrono::milliseconds(250));
        ++m_returned;
        return S_OK;
    }

    bool is_over() const
    {
        return m_returned == 1 && references == 1;
    }

private:
    std::atomic<int> m_returned = 0;
};

// Begins another search and waits for its callback.
class searching_callback final : public bound_object<::IDispatch>
{
public:
    HRESULT WUA_STDCALL Invoke(wua::DISPID, const wua::IID&, wua::LCID, wua::WORD, wua::DISPPARAMS*, wua::VARIANT*,
                               wua::EXCEPINFO*, wua::UINT*) noexcept override
    {
        wua::com_ptr<wua::ISearchJob> job;
        const HRESULT begun = searcher->BeginSearch(nullptr, &inner, wua::VARIANT{}, job.put());
        result = job != nullptr ? job->CleanUp() : begun;
        return S_OK;
    }

    wua::com_ptr<wua::IUpdateSearcher> searcher;
    slow_callback inner;
    HRESULT result = E_FAIL;
};

wua::com_ptr<wua::IUpdateCollection> one_update()
{
    return wua::make_update_collection({wua::make_update(wua::make_item("Driver", "https://host/d", 1000))});
}

template <class Engine>
bool is_answered_during_end_download(const std::shared_ptr<Engine>& engine)
{
    return in_apartment(COINIT_APARTMENTTHREADED, [&] {
        const message_window window;
        bool is_answered = false;
        const auto downloader = wua::make_downloader(engine);
        wua::throw_if_failed(downloader->put_Updates(one_update().get()));
        wua::com_ptr<wua::IDownloadJob> job;
        wua::throw_if_failed(downloader->BeginDownload(
            nullptr, wua::make<asking_callback>(window, is_answered).query<wua::IUnknown>().get(), wua::VARIANT{},
            job.put()));
        wua::com_ptr<wua::IDownloadResult> result;
        wua::throw_if_failed(downloader->EndDownload(job.get(), result.put()));
        return is_answered;
    });
}

} // namespace

TEST_CASE("a callback that sends a message to the thread which is in EndDownload does not deadlock", "[waiting]")
{
    CHECK(is_answered_during_end_download(
        std::make_shared<wua::blocking_engine>([](wua::update_reporter&) { return wua::outcome::succeeded(); })));
    const auto simulated = std::make_shared<wua::simulated_engine>();
    simulated->run_in_real_time(1000);
    CHECK(is_answered_during_end_download(simulated));
}

TEST_CASE("waits for an installation let messages through, also those that its callback sends", "[waiting]")
{
    using action = void (*)(wua::IUpdateInstaller&, wua::IUnknown&);
    static const auto begun = [](wua::IUpdateInstaller& installer, wua::IUnknown& callback) {
        wua::com_ptr<wua::IInstallationJob> job;
        wua::throw_if_failed(installer.BeginInstall(nullptr, &callback, wua::VARIANT{}, job.put()));
        return job;
    };
    const action waits[] = {
        [](wua::IUpdateInstaller& installer, wua::IUnknown& callback) {
            wua::com_ptr<wua::IInstallationResult> result;
            wua::throw_if_failed(installer.EndInstall(begun(installer, callback).get(), result.put()));
        },
        [](wua::IUpdateInstaller& installer, wua::IUnknown& callback) {
            wua::throw_if_failed(begun(installer, callback)->CleanUp());
        },
    };
    for (const action wait : waits)
    {
        const bool is_answered = in_apartment(COINIT_APARTMENTTHREADED, [&] {
            const message_window window;
            bool is_answered_by_callback = false;
            bool is_answered_by_engine = false;
            const auto engine = std::make_shared<wua::blocking_engine>([&](wua::update_reporter&) {
                is_answered_by_engine = window.is_answering();
                return wua::outcome::succeeded();
            });
            const wua::com_ptr<wua::IUpdateInstaller> installer =
                wua::make<wua::update_installer>(wua::make_machine(engine));
            auto item = std::make_shared<wua::update_item>(*wua::make_item("Driver", "https://host/d", 1000));
            wua::update_details details;
            details.is_downloaded = true;
            item->details = std::make_shared<const wua::update_details>(details);
            wua::throw_if_failed(installer->put_Updates(wua::make_update_collection({wua::make_update(item)}).get()));
            const auto callback = wua::make<asking_callback>(window, is_answered_by_callback);
            wait(*installer, *callback.query<wua::IUnknown>());
            return is_answered_by_engine && is_answered_by_callback;
        });
        CHECK(is_answered);
    }
}

TEST_CASE("a wait in a single-threaded apartment lets messages through, from any sender", "[waiting]")
{
    const bool is_answered = in_apartment(COINIT_APARTMENTTHREADED, [] {
        const message_window window;
        bool answered = false;
        const auto engine = std::make_shared<wua::blocking_engine>([&](wua::update_reporter&) {
            answered = window.is_answering();
            return wua::outcome::succeeded();
        });
        wua::job job = wua::start(engine, {wua::make_item("Driver", "https://host/d", 1000)});
        job.wait();
        return answered;
    });
    CHECK(is_answered);
}

TEST_CASE("polling a job from time to time lets messages through in between", "[waiting]")
{
    const bool is_answered = in_apartment(COINIT_APARTMENTTHREADED, [] {
        const message_window window;
        std::atomic<bool> is_asked = false;
        bool answered = false;
        std::thread asking([&] {
            answered = window.is_answering();
            is_asked = true;
        });
        const auto pause = wua::observer_options().pause;
        while (!is_asked) // which takes no longer than the patience of who asks
        {
            pause(std::chrono::milliseconds(10));
        }
        asking.join();
        return answered;
    });
    CHECK(is_answered);
}

TEST_CASE("Download, CleanUp, Wait and the end of a job let messages through", "[waiting]")
{
    using action = void (*)(const wua::com_ptr<wua::IUpdateDownloader>&, const std::shared_ptr<wua::blocking_engine>&,
                            std::future<void> asking);
    static const auto begun = [](const wua::com_ptr<wua::IUpdateDownloader>& downloader) {
        wua::com_ptr<wua::IDownloadJob> job;
        wua::throw_if_failed(downloader->BeginDownload(nullptr, nullptr, wua::VARIANT{}, job.put()));
        return job;
    };
    const action waits[] = {
        [](const auto& downloader, const auto&, std::future<void>) {
            wua::com_ptr<wua::IDownloadResult> result;
            wua::throw_if_failed(downloader->Download(result.put()));
        },
        [](const auto& downloader, const auto&, std::future<void>) {
            wua::throw_if_failed(begun(downloader)->CleanUp());
        },
        [](const auto& downloader, const auto&, std::future<void>) {
            VARIANT_BOOL is_over = wua::variant_false;
            wua::throw_if_failed(begun(downloader).template query<wua::IDownloadJobDetails>()->Wait(-1, &is_over));
        },
        [](const auto&, const auto& engine, std::future<void> asking) {
            const wua::job left = wua::start(engine, {wua::make_item("Driver", "https://host/d", 1000)});
            asking.wait();
        },
    };
    for (const action wait : waits)
    {
        const bool is_answered = in_apartment(COINIT_APARTMENTTHREADED, [&] {
            const message_window window;
            bool answered = false;
            std::promise<void> is_asking;
            const auto engine = std::make_shared<wua::blocking_engine>([&](wua::update_reporter&) {
                is_asking.set_value();
                answered = window.is_answering();
                return wua::outcome::succeeded();
            });
            const auto downloader = wua::make_downloader(engine);
            wua::throw_if_failed(downloader->put_Updates(one_update().get()));
            wait(downloader, engine, is_asking.get_future());
            return answered;
        });
        CHECK(is_answered);
    }
}

TEST_CASE("ending a job waits for its callback in the same apartment, after any number of others", "[waiting]")
{
    static std::array<slow_callback, 4> callbacks; // which an apartment that ended too early would leave behind
    const bool is_over = in_apartment(COINIT_APARTMENTTHREADED, [] {
        const auto downloader = wua::make_downloader(
            std::make_shared<wua::blocking_engine>([](wua::update_reporter&) { return wua::outcome::succeeded(); }));
        wua::throw_if_failed(downloader->put_Updates(one_update().get()));
        std::array<wua::com_ptr<wua::IDownloadJob>, callbacks.size()> jobs;
        for (std::size_t i = 0; i != jobs.size(); ++i)
        {
            wua::throw_if_failed(downloader->BeginDownload(nullptr, &callbacks[i], wua::VARIANT{}, jobs[i].put()));
        }
        wua::com_ptr<wua::IDownloadResult> result;
        wua::throw_if_failed(downloader->EndDownload(jobs.back().get(), result.put()));
        const bool is_last_over = callbacks.back().is_over();
        for (const auto& job : jobs)
        {
            wua::throw_if_failed(job->CleanUp());
        }
        return is_last_over;
    });
    CHECK(is_over);
}

TEST_CASE("ending a search waits for its callback in the same apartment, after another", "[waiting]")
{
    static std::array<slow_callback, 2> callbacks;
    const bool is_over = in_apartment(COINIT_APARTMENTTHREADED, [] {
        const auto searcher = wua::make_searcher({});
        std::array<wua::com_ptr<wua::ISearchJob>, callbacks.size()> jobs;
        for (std::size_t i = 0; i != jobs.size(); ++i)
        {
            wua::throw_if_failed(
                searcher->BeginSearch(wua::bstr("IsInstalled=0").get(), &callbacks[i], wua::VARIANT{}, jobs[i].put()));
        }
        wua::com_ptr<wua::ISearchResult> found;
        wua::throw_if_failed(searcher->EndSearch(jobs.back().get(), found.put()));
        const bool is_last_over = callbacks.back().is_over();
        for (const auto& job : jobs)
        {
            wua::throw_if_failed(job->CleanUp());
        }
        return is_last_over;
    });
    CHECK(is_over);
}

TEST_CASE("the callback of a search waits in its apartment for that of another search", "[waiting]")
{
    static searching_callback outer;
    const bool is_over = in_apartment(COINIT_APARTMENTTHREADED, [] {
        outer.searcher = wua::make_searcher({});
        wua::com_ptr<wua::ISearchJob> job;
        wua::throw_if_failed(outer.searcher->BeginSearch(nullptr, &outer, wua::VARIANT{}, job.put()));
        wua::throw_if_failed(job->CleanUp());
        outer.searcher.reset();
        return outer.result == wua::s_ok && outer.inner.is_over();
    });
    CHECK(is_over);
}

TEST_CASE("letting a simulated engine's real time pass lets messages through", "[waiting]")
{
    const bool is_answered = in_apartment(COINIT_APARTMENTTHREADED, [] {
        const message_window window;
        wua::simulated_engine engine;
        engine.run_in_real_time(1);
        bool answered = false;
        std::thread asking([&] { answered = window.is_answering(); });
        engine.advance(std::chrono::seconds(1));
        asking.join();
        return answered;
    });
    CHECK(is_answered);
}

TEST_CASE("EndSearch lets messages through while it waits for the callback", "[waiting]")
{
    const bool is_answered = in_apartment(COINIT_APARTMENTTHREADED, [] {
        const message_window window;
        bool answered = false;
        const auto callback = wua::make<asking_callback>(window, answered);
        const auto searcher = wua::make_searcher({wua::make_update(wua::make_item("Driver", "https://host/d"))});
        wua::com_ptr<wua::ISearchJob> job;
        wua::throw_if_failed(searcher->BeginSearch(
            wua::bstr("IsInstalled=0").get(), callback.query<wua::IUnknown>().get(), wua::VARIANT{}, job.put()));
        callback->is_asking.get_future().wait();
        wua::com_ptr<wua::ISearchResult> result;
        wua::throw_if_failed(searcher->EndSearch(job.get(), result.put()));
        return answered;
    });
    CHECK(is_answered);
}
