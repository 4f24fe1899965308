// SPDX-License-Identifier: MIT

// A job's state that belongs to a single-threaded apartment.

#include "catch.hpp"
#include "com/hand_made.hpp"
#include "windows/apartment.hpp"
#include <wua/engine/blocking_engine.hpp>
#include <wua/objects/async_state.hpp>
#include <wua/objects/update_downloader.hpp>

#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

namespace
{

// Bound to the apartment in which it is made, as a script's objects are. Says on which thread the last reference to it
// is given back.
class scripts_object final : public doubles::hand_made<::IDispatch>
{
public:
    explicit scripts_object(std::promise<std::thread::id> released) : m_released(std::move(released)) {}

    HRESULT WUA_STDCALL QueryInterface(const wua::IID& iid, void** object) noexcept override
    {
        const bool is_known = wua::same(iid, wua::iid_of<::IUnknown>) || wua::same(iid, wua::iid_of<::IDispatch>);
        *object = is_known ? static_cast<::IDispatch*>(this) : nullptr;
        if (!is_known)
        {
            return E_NOINTERFACE;
        }
        AddRef();
        return S_OK;
    }

    ULONG WUA_STDCALL Release() noexcept override
    {
        const ULONG left = hand_made::Release();
        if (left == 0)
        {
            m_released.set_value(std::this_thread::get_id());
            delete this;
        }
        return left;
    }

private:
    std::promise<std::thread::id> m_released;
};

struct told
{
    bool is_bound = false;
    bool is_in_time = false;
    bool is_here = false;
    bool is_gone = false; // the engine
};

// Lets this apartment look after its messages until the object is released, and then_wait() has returned.
template <class F>
told wait_for_release(std::future<std::thread::id> released, F then_wait)
{
    told seen;
    wua::serve_apartment_during([&]() noexcept {
        seen.is_in_time = released.wait_for(std::chrono::seconds(20)) == std::future_status::ready;
        then_wait();
    });
    seen.is_here = seen.is_in_time && released.get() == std::this_thread::get_id();
    return seen;
}

// Waits until nobody holds the object any more; not for ever.
template <class T>
void wait_for_end(const std::weak_ptr<T>& object)
{
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!object.expired() && std::chrono::steady_clock::now() < deadline)
    {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

wua::variant state_of(std::promise<std::thread::id> released)
{
    wua::com_ptr<::IDispatch> object;
    object.attach(new scripts_object(std::move(released)));
    return wua::variant(std::move(object));
}

} // namespace

TEST_CASE("a state of a single-threaded apartment is released there, wherever it is let go of", "[async_state]")
{
    const told seen = in_apartment(COINIT_APARTMENTTHREADED, [] {
        std::promise<std::thread::id> released;
        std::future<std::thread::id> when = released.get_future();
        wua::async_state state(state_of(std::move(released)).get());
        const bool is_bound = state.is_bound();
        std::thread elsewhere([last = std::move(state)] {});
        told result = wait_for_release(std::move(when), [&] { elsewhere.join(); });
        result.is_bound = is_bound;
        return result;
    });
    CHECK(seen.is_bound);
    CHECK(seen.is_in_time);
    CHECK(seen.is_here);
}

TEST_CASE("an engine does not wait for the apartment of a state, and a job that its client forgot releases it there",
          "[async_state]")
{
    const told seen = in_apartment(COINIT_APARTMENTTHREADED, [] {
        std::promise<std::thread::id> released;
        std::future<std::thread::id> when = released.get_future();
        std::promise<void> resume;
        auto engine =
            std::make_shared<wua::blocking_engine>([may_go_on = resume.get_future().share()](wua::update_reporter&) {
                may_go_on.wait();
                return wua::outcome::succeeded();
            });
        auto downloader = wua::make_downloader(engine);
        const auto updates =
            wua::make_update_collection({wua::make_update(wua::make_item("Driver", "https://host/d"))});
        wua::throw_if_failed(downloader->put_Updates(updates.get()));
        wua::variant state = state_of(std::move(released));
        wua::com_ptr<wua::IDownloadJob> forgotten;
        wua::throw_if_failed(downloader->BeginDownload(nullptr, nullptr, state.get(), forgotten.put()));
        forgotten.reset();
        state.reset();
        resume.set_value();

        // Nobody looks after this apartment's messages now, and still the engine downloads for the next job.
        wua::com_ptr<wua::IDownloadResult> next;
        wua::throw_if_failed(downloader->Download(next.put()));

        // The apartment stays until the thread that came in has left: Wine loses a call that is on its way when one
        // ends.
        downloader.reset();
        const std::weak_ptr<wua::blocking_engine> used = std::exchange(engine, nullptr);
        told result = wait_for_release(std::move(when), [&] { wait_for_end(used); });
        result.is_gone = used.expired();
        return result;
    });
    CHECK(seen.is_in_time);
    CHECK(seen.is_here);
    CHECK(seen.is_gone);
}

TEST_CASE("a state of a single-threaded apartment is itself there, and a way to it elsewhere", "[async_state]")
{
    struct given_back
    {
        bool is_itself_at_home = false;
        bool is_itself_elsewhere = true;
        HRESULT code = E_FAIL;
    };
    class asked_object final : public bound_object<::IDispatch>
    {
    public:
        HRESULT WUA_STDCALL Invoke(DISPID, const wua::IID&, LCID, WORD, DISPPARAMS*, VARIANT*, EXCEPINFO*,
                                   UINT*) noexcept override
        {
            note_call();
            return S_OK;
        }
    };
    std::optional<asked_object> mine; // of the apartment, which it outlives
    const auto seen = in_apartment(COINIT_APARTMENTTHREADED, [&] {
        mine.emplace();
        given_back result;
        const wua::async_state state(wua::variant(wua::com_ptr<::IDispatch>{&*mine}).get());
        result.is_itself_at_home = state.value().get().pdispVal == &*mine;
        wua::serve_apartment_during([&]() noexcept {
            const wua::variant there = state.value();
            VARIANT answer{};
            result.is_itself_elsewhere = there.get().pdispVal == &*mine;
            DISPPARAMS nothing{};
            EXCEPINFO record{};
            UINT place = 0;
            result.code =
                there.get().pdispVal->Invoke(0, GUID{}, 0, DISPATCH_METHOD, &nothing, &answer, &record, &place);
        });
        return result;
    });
    CHECK(seen.is_itself_at_home);
    CHECK_FALSE(seen.is_itself_elsewhere);
    CHECK(seen.code == S_OK);
    CHECK(mine->stray_calls == 0);
    CHECK(mine->references == 1);
}
