// SPDX-License-Identifier: MIT

// The way into a single-threaded apartment.

#include "windows/apartment.hpp"

#include "catch.hpp"
#include <wua/com/apartment.hpp>
#include <wua/com/implements.hpp>

#include <future>
#include <memory>
#include <thread>
#include <utility>

namespace
{

bool is_bound(::IUnknown* object)
{
    return wua::is_bound_to_apartment(*object, wua::iid_of<::IDispatch>);
}

// The entry of an apartment that serves calls until the last promise is kept.
struct served_apartment
{
    std::promise<wua::apartment_entry> entry;
    std::promise<std::thread::id> id;
    std::promise<void> is_over;
    std::thread thread{[this] {
        CoInitializeEx(nullptr, COINIT_APARTMENTTHREADED);
        id.set_value(std::this_thread::get_id());
        entry.set_value(wua::apartment_entry::of_this_thread());
        wua::serve_apartment_during([this]() noexcept { is_over.get_future().wait(); });
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
        object.attach(new wua::detail::apartment_door);
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
        object.attach(new wua::detail::apartment_door);
        return std::pair(is_bound(object.get()), is_bound(wua::make<agile_object>().get()));
    });
    CHECK(plain);
    CHECK_FALSE(agile);
}
