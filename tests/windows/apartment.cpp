// SPDX-License-Identifier: MIT

// The way into a single-threaded apartment.

#include "windows/apartment.hpp"

#include "catch.hpp"
#include <wua/com/apartment.hpp>
#include <wua/com/implements.hpp>
#include <wua/engine/blocking_engine.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_downloader.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

namespace
{

bool is_bound(::IUnknown* object)
{
    return wua::is_bound_to_apartment(*object, wua::iid_of<::IDispatch>);
}

// Turns away the first calls.
class reluctant_filter final : public wua::detail::reference_counted<reluctant_filter, ::IMessageFilter>
{
    friend reference_counted;

public:
    explicit reluctant_filter(int rejected) : m_left(rejected) {}

    HRESULT WUA_STDCALL QueryInterface(const wua::IID& iid, void** object) noexcept override
    {
        const bool is_known = wua::same(iid, wua::iid_of<::IUnknown>) || wua::same(iid, __uuidof(::IMessageFilter));
        *object = is_known ? static_cast<::IMessageFilter*>(this) : nullptr;
        if (!is_known)
        {
            return E_NOINTERFACE;
        }
        AddRef();
        return S_OK;
    }

    DWORD WUA_STDCALL HandleInComingCall(DWORD, HTASK, DWORD, LPINTERFACEINFO) noexcept override
    {
        return --m_left >= 0 ? SERVERCALL_REJECTED : SERVERCALL_ISHANDLED;
    }
    DWORD WUA_STDCALL RetryRejectedCall(HTASK, DWORD, DWORD) noexcept override
    {
        return static_cast<DWORD>(-1);
    }
    DWORD WUA_STDCALL MessagePending(HTASK, DWORD, DWORD) noexcept override
    {
        return PENDINGMSG_WAITDEFPROCESS;
    }

private:
    ~reluctant_filter() = default;

    std::atomic<int> m_left;
};

// The entry of an apartment that serves calls until the last promise is kept.
struct served_apartment
{
    explicit served_apartment(int rejected = 0) : calls_to_reject(rejected) {}

    const int calls_to_reject;
    std::promise<wua::apartment_entry> entry;
    std::promise<std::thread::id> id;
    std::promise<void> is_over;
    std::thread thread{[this] {
        CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED);
        id.set_value(std::this_thread::get_id());
        wua::com_ptr<::IMessageFilter> filter;
        filter.attach(new reluctant_filter(calls_to_reject));
        CoRegisterMessageFilter(filter.get(), nullptr);
        entry.set_value(wua::apartment_entry::of_this_thread());
        wua::serve_apartment_during([this]() noexcept { is_over.get_future().wait(); });
        CoRegisterMessageFilter(nullptr, nullptr);
        CoUninitialize();
    }};

    void end()
    {
        is_over.set_value();
        thread.join();
    }
};

} // namespace

TEST_CASE("a call comes to the thread of its apartment, from a thread that has nothing to do with COM", "[apartment]")
{
    served_apartment apartment;
    wua::apartment_entry entry = apartment.entry.get_future().get();
    REQUIRE(entry);
    std::thread::id called;
    CHECK(entry.run([&]() noexcept { called = std::this_thread::get_id(); }) == S_OK);
    CHECK(called == apartment.id.get_future().get());

    const wua::apartment_entry moved = std::move(entry);
    CHECK_FALSE(entry);
    bool is_run = false;
    CHECK(moved.run([&]() noexcept { is_run = true; }) == S_OK);
    CHECK(is_run);

    apartment.end();
    is_run = false;
    CHECK(FAILED(moved.run([&]() noexcept { is_run = true; })));
    CHECK_FALSE(is_run);
}

TEST_CASE("an apartment that turns calls away is not gone: it is asked again", "[apartment]")
{
    served_apartment apartment(3);
    const wua::apartment_entry entry = apartment.entry.get_future().get();
    int calls = 0;
    CHECK(entry.run([&]() noexcept { ++calls; }) == S_OK);
    CHECK(calls == 1);
    apartment.end();
}

TEST_CASE("an apartment that goes on turning calls away is given up in the end", "[apartment]")
{
    served_apartment apartment(1000);
    const wua::apartment_entry entry = apartment.entry.get_future().get();
    int calls = 0;
    CHECK(entry.run([&]() noexcept { ++calls; }, std::chrono::milliseconds(200)) == RPC_E_CALL_REJECTED);
    CHECK(calls == 0);
    apartment.end();
}

TEST_CASE("a call that comes too early for an apartment is turned away, one to a dead apartment is not", "[apartment]")
{
    CHECK(wua::detail::is_turned_away(RPC_E_SERVERCALL_RETRYLATER)); // which Wine never says
    CHECK(wua::detail::is_turned_away(RPC_E_CALL_REJECTED));
    CHECK_FALSE(wua::detail::is_turned_away(S_OK));
    CHECK_FALSE(wua::detail::is_turned_away(RPC_E_DISCONNECTED));
    CHECK_FALSE(wua::detail::is_turned_away(RPC_E_SERVER_DIED));
}

TEST_CASE("on the apartment's own thread a call is a call", "[apartment]")
{
    const bool is_same = in_apartment(COINIT_APARTMENTTHREADED, [] {
        const auto entry = wua::apartment_entry::of_this_thread();
        std::thread::id called;
        entry.run([&]() noexcept { called = std::this_thread::get_id(); });
        return entry && called == std::this_thread::get_id();
    });
    CHECK(is_same);
}

TEST_CASE("where there is no single-threaded apartment, an entry leads nowhere and nothing is bound", "[apartment]")
{
    const auto look = [] {
        wua::com_ptr<::IDispatch> object;
        object.attach(new wua::detail::apartment_dispatcher);
        const auto entry = wua::apartment_entry::of_this_thread();
        std::thread::id called;
        entry.run([&]() noexcept { called = std::this_thread::get_id(); });
        std::thread::id worked;
        wua::serve_apartment_during([&]() noexcept { worked = std::this_thread::get_id(); });
        return !entry && called == std::this_thread::get_id() && worked == called && !is_bound(object.get());
    };
    CHECK(in_apartment(COINIT_MULTITHREADED, look));
    std::packaged_task<bool()> outside_of_com(look);
    auto answer = outside_of_com.get_future();
    std::thread(std::move(outside_of_com)).join();
    CHECK(answer.get());
}

TEST_CASE("an object of a single-threaded apartment is bound to it unless it is agile", "[apartment]")
{
    const auto [plain, agile] = in_apartment(COINIT_APARTMENTTHREADED, [] {
        struct agile_object final : wua::implements<agile_object, ::IDispatch>
        {};
        wua::com_ptr<::IDispatch> object;
        object.attach(new wua::detail::apartment_dispatcher);
        return std::pair(is_bound(object.get()), is_bound(wua::make<agile_object>().get()));
    });
    CHECK(plain);
    CHECK_FALSE(agile);
}

namespace
{

// Says that it is agile by the free-threaded marshaler alone, as objects did before there was a marker for it.
class free_threaded_object final : public bound_object<::IDispatch>
{
public:
    free_threaded_object()
    {
        wua::throw_if_failed(CoCreateFreeThreadedMarshaler(this, m_marshaler.put()));
    }

    HRESULT WUA_STDCALL QueryInterface(const wua::IID& iid, void** object) noexcept override
    {
        return wua::same(iid, wua::detail::iid_marshal)
                   ? m_marshaler->QueryInterface(iid, object)
                   : bound_object::QueryInterface(iid, object);
    }

    HRESULT WUA_STDCALL Invoke(DISPID, const wua::IID&, LCID, WORD, DISPPARAMS*, VARIANT*, EXCEPINFO*,
                               UINT*) noexcept override
    {
        is_called_at_home = std::this_thread::get_id() == home;
        return S_OK;
    }

    std::optional<bool> is_called_at_home;

private:
    wua::com_ptr<::IUnknown> m_marshaler;
};

} // namespace

TEST_CASE("a callback that aggregates the free-threaded marshaler is called on the callback thread", "[apartment]")
{
    std::optional<free_threaded_object> callback; // of the apartment, which it outlives
    const bool is_bound_here = in_apartment(COINIT_APARTMENTTHREADED, [&] {
        callback.emplace();
        const auto downloader =
            wua::make_downloader(wua::blocking_engine([](wua::update_reporter&) { return wua::outcome::succeeded(); }));
        const auto updates =
            wua::make_update_collection({wua::make_update(wua::make_item("Driver", "https://host/d"))});
        wua::throw_if_failed(downloader->put_Updates(updates.get()));
        wua::com_ptr<wua::IDownloadJob> job;
        wua::throw_if_failed(downloader->BeginDownload(nullptr, &*callback, wua::VARIANT{}, job.put()));
        const bool result = is_bound(&*callback);
        wua::com_ptr<wua::IDownloadResult> ended;
        wua::throw_if_failed(downloader->EndDownload(job.get(), ended.put()));
        return result;
    });
    CHECK_FALSE(is_bound_here);
    CHECK(callback->is_called_at_home == false);
}

namespace
{

struct kind_of_thread
{
    HRESULT code;
    APTTYPE type;
    APTTYPEQUALIFIER qualifier;

    friend bool operator==(const kind_of_thread&, const kind_of_thread&) = default;
};

kind_of_thread this_thread()
{
    kind_of_thread found{E_FAIL, APTTYPE_CURRENT, APTTYPEQUALIFIER_NONE};
    found.code = CoGetApartmentType(&found.type, &found.qualifier);
    return found;
}

constexpr kind_of_thread multithreaded{S_OK, APTTYPE_MTA, APTTYPEQUALIFIER_NONE};

} // namespace

TEST_CASE("callback threads enter COM, and leave it", "[apartment]")
{
    const auto seen_by = [](const auto& engine) {
        kind_of_thread seen{};
        wua::job_options options;
        options.on_completed = [&](const wua::outcome&) { seen = this_thread(); };
        wua::start(engine, {wua::make_item("Driver", "https://host/d", 1000)}, options).wait();
        return seen;
    };
    CHECK(seen_by(std::make_shared<wua::blocking_engine>([](wua::update_reporter&) {
              return wua::outcome::succeeded();
          })) == multithreaded);
    {
        const auto simulated = std::make_shared<wua::simulated_engine>();
        simulated->run_in_real_time(1000);
        CHECK(seen_by(simulated) == multithreaded);
    }
    CHECK(without_com(this_thread).code == CO_E_NOTINITIALIZED);
}
