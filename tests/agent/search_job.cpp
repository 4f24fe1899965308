// SPDX-License-Identifier: MIT
// A search that is over as soon as it has begun, and a script's routine that is told so.

#include "objects/late_bound.hpp"
#include <wua/agent/search_job.hpp>
#include <wua/agent/search_result.hpp>
#include <wua/agent/update_searcher.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/implements.hpp>
#include <wua/com/variant.hpp>

#include <catch.hpp>

#include <future>
#include <thread>
#include <utility>
#include <vector>

namespace
{

struct IRoutine : wua::IDispatch
{
    using base_interface = wua::IDispatch;

    virtual wua::HRESULT WUA_STDCALL Call(wua::IDispatch* job, wua::IDispatch* args) = 0;

protected:
    ~IRoutine() = default;
};

} // namespace

template <>
inline constexpr wua::guid wua::iid_of<IRoutine> = wua::parse_guid("5a2f0c7e-0000-4000-8000-000000000001").value();

template <>
struct wua::members_of<IRoutine>
{
    template <class I>
    static constexpr dispatch_member rows[] = {{"Call", 0, method<&I::Call>}};
};

namespace
{

// What a script passes: an automation object whose default member takes two arguments.
class routine final : public wua::implements<routine, IRoutine>
{
public:
    std::vector<std::pair<wua::com_ptr<wua::IDispatch>, wua::com_ptr<wua::IDispatch>>> calls;

    wua::HRESULT WUA_STDCALL Call(wua::IDispatch* job, wua::IDispatch* args) override
    {
        calls.emplace_back(wua::com_ptr<wua::IDispatch>(job), wua::com_ptr<wua::IDispatch>(args));
        return wua::e_fail; // does not matter
    }
};

wua::com_ptr<wua::search_job> job_with(const wua::VARIANT& state)
{
    return wua::make<wua::search_job>(
        wua::make<wua::search_result>(std::vector<wua::com_ptr<wua::IUpdate>>{}, std::vector<wua::variant>{}), state);
}

} // namespace

TEST_CASE("a script's routine is called with the job and the arguments, in this order", "[search_job]")
{
    const auto script = wua::make<routine>();
    const auto job = job_with(wua::VARIANT{});
    job->begin(wua::detail::make_handle<wua::detail::search_completion>(
        wua::search_callback_slot(script.get()), wua::detail::make_handle<wua::detail::callback_thread>()));
    REQUIRE(job->CleanUp() == wua::s_ok);
    REQUIRE(script->calls.size() == 1);
    CHECK(script->calls[0].first.query<wua::IUnknown>() == wua::com_ptr<wua::ISearchJob>(job).query<wua::IUnknown>());
    CHECK(script->calls[0].second.try_query<wua::ISearchCompletedCallbackArgs>() != nullptr);
}

TEST_CASE("a search job keeps one reference to an object in its state", "[search_job][ISearchJob::get_AsyncState]")
{
    const auto object = wua::make<routine>();
    {
        const wua::variant state{wua::com_ptr<IRoutine>(object)};
        const auto job = job_with(state.get());
        wua::variant kept;
        REQUIRE(job->get_AsyncState(kept.put()) == wua::s_ok);
        CHECK(kept.vt() == wua::VT_DISPATCH);
        CHECK(wua::com_ptr<wua::IDispatch>(kept.get().pdispVal).query<IRoutine>().get() == object.get());
    }
    object->AddRef();
    CHECK(object->Release() == 1);
}

TEST_CASE("a search job keeps the value of a reference in its state", "[search_job]")
{
    wua::LONG number = 5;
    wua::VARIANT state{};
    state.vt = wua::VT_BYREF | wua::VT_I4;
    state.plVal = &number;
    const auto job = job_with(state);
    number = 6;
    CHECK(late::number(late::get(*job, "AsyncState")) == 5);
}

TEST_CASE("null places of a search job are E_POINTER", "[search_job]")
{
    const auto job = job_with(wua::VARIANT{});
    CHECK(job->get_AsyncState(nullptr) == wua::e_pointer);
    CHECK(job->get_IsCompleted(nullptr) == wua::e_pointer);
    CHECK(job->GetResult(nullptr) == wua::e_pointer);
}

namespace
{

class patient_listener final : public wua::implements<patient_listener, wua::ISearchCompletedCallback>
{
public:
    explicit patient_listener(std::shared_future<void> until) : m_until(std::move(until)) {}

    wua::HRESULT WUA_STDCALL Invoke(wua::ISearchJob*, wua::ISearchCompletedCallbackArgs*) noexcept override
    {
        called_on.set_value(std::this_thread::get_id());
        m_until.wait();
        return wua::s_ok;
    }

    std::promise<std::thread::id> called_on;

private:
    const std::shared_future<void> m_until;
};

} // namespace

TEST_CASE(
    "the callback of a search comes on another thread, and EndSearch gives the result although it waits for this one",
    "[search_job]")
{
    std::promise<void> has_result;
    const auto listener = wua::make<patient_listener>(has_result.get_future().share());
    const auto searcher = wua::make_searcher({});
    wua::com_ptr<wua::ISearchJob> job;
    REQUIRE(searcher->BeginSearch(wua::bstr("IsInstalled=0").get(), listener.get(), wua::VARIANT{}, job.put()) ==
            wua::s_ok);
    wua::com_ptr<wua::ISearchResult> result;
    REQUIRE(searcher->EndSearch(job.get(), result.put()) == wua::s_ok);
    CHECK(result != nullptr);
    CHECK(listener->called_on.get_future().get() != std::this_thread::get_id());
    has_result.set_value();
    CHECK(job->CleanUp() == wua::s_ok);
}
