// SPDX-License-Identifier: MIT

// Identity, lifetime and the hooks of an object made with implements<>.

#include <wua/com/com_ptr.hpp>
#include <wua/com/implements.hpp>
#include <wua/com/variant.hpp>
#include <wua/com/vtable_slots.hpp>

#include <catch.hpp>

#include <thread>
#include <utility>
#include <vector>

namespace implements_tests
{

using wua::HRESULT;
using wua::LONG;

struct IOne : wua::IUnknown
{
    using base_interface = wua::IUnknown;
    virtual HRESULT WUA_STDCALL one(LONG* value) = 0;

protected:
    ~IOne() = default;
};

struct ITwo : wua::IDispatch
{
    using base_interface = wua::IDispatch;
    virtual HRESULT WUA_STDCALL get_Two(LONG* value) = 0;

protected:
    ~ITwo() = default;
};

struct ITwoMore : ITwo
{
    using base_interface = ITwo;
    virtual HRESULT WUA_STDCALL get_More(LONG* value) = 0;

protected:
    ~ITwoMore() = default;
};

struct IThree : wua::IDispatch
{
    using base_interface = wua::IDispatch;
    virtual HRESULT WUA_STDCALL get_Three(LONG* value) = 0;

protected:
    ~IThree() = default;
};

struct IAbsent : wua::IUnknown
{
    using base_interface = wua::IUnknown;

protected:
    ~IAbsent() = default;
};

} // namespace implements_tests

using namespace wua::literals;
using namespace implements_tests;

template <>
inline constexpr wua::guid wua::iid_of<IOne> = "5f5f0101-7358-43f6-aae8-8697e62d8ba7"_guid;
template <>
inline constexpr wua::guid wua::iid_of<ITwo> = "5f5f0102-7358-43f6-aae8-8697e62d8ba7"_guid;
template <>
inline constexpr wua::guid wua::iid_of<ITwoMore> = "5f5f0103-7358-43f6-aae8-8697e62d8ba7"_guid;
template <>
inline constexpr wua::guid wua::iid_of<IThree> = "5f5f0104-7358-43f6-aae8-8697e62d8ba7"_guid;
template <>
inline constexpr wua::guid wua::iid_of<IAbsent> = "5f5f0105-7358-43f6-aae8-8697e62d8ba7"_guid;

template <>
struct wua::members_of<ITwo>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Two", 0x60020001, propget<&I::get_Two>},
    };
};

template <>
struct wua::members_of<ITwoMore>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"More", 0x60030001, propget<&I::get_More>},
    };
};

template <>
struct wua::members_of<IThree>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Three", 0x60040001, propget<&I::get_Three>},
    };
};

static_assert(wua::first_slot(wua::interface_table_of<ITwo>) == 7);
static_assert(wua::first_slot(wua::interface_table_of<ITwoMore>) == 8);
static_assert(wua::first_slot(wua::interface_table_of<IOne>) == 3);

namespace
{

class all final : public wua::implements<all, IOne, ITwoMore, IThree>
{
public:
    explicit all(int& destroyed) : m_destroyed(destroyed) {}

    HRESULT WUA_STDCALL one(LONG* value) noexcept override
    {
        return wua::answer(value, [] { return 1; });
    }
    HRESULT WUA_STDCALL get_Two(LONG* value) noexcept override
    {
        return wua::answer(value, [] { return 2; });
    }
    HRESULT WUA_STDCALL get_More(LONG* value) noexcept override
    {
        return wua::answer(value, [] { return 22; });
    }
    HRESULT WUA_STDCALL get_Three(LONG* value) noexcept override
    {
        return wua::answer(value, [] { return 3; });
    }

private:
    friend implements;
    ~all()
    {
        // An object that shows itself to somebody during its destruction is not destroyed twice.
        AddRef();
        Release();
        ++m_destroyed;
    }

    int& m_destroyed;
};

class plain final : public wua::implements<plain, IOne>
{
public:
    HRESULT WUA_STDCALL one(LONG* value) noexcept override
    {
        return wua::answer(value, [] { return 1; });
    }
};

class recycled final : public wua::implements<recycled, IOne>
{
public:
    static void final_release(recycled* object) noexcept
    {
        s_kept = object;
    }

    static recycled* take()
    {
        recycled* object = std::exchange(s_kept, nullptr);
        object->revive();
        return object;
    }

    HRESULT WUA_STDCALL one(LONG* value) noexcept override
    {
        return wua::answer(value, [] { return 1; });
    }

    static inline recycled* s_kept = nullptr;
};

class with_extra final : public wua::implements<with_extra, IOne>
{
public:
    HRESULT WUA_STDCALL one(LONG* value) noexcept override
    {
        return wua::answer(value, [] { return 1; });
    }

    HRESULT query_extra(const wua::guid& iid, void** object) noexcept
    {
        return wua::same(iid, wua::iid_of<ITwo>) ? m_two->QueryInterface(iid, object) : wua::e_nointerface;
    }

    int destroyed = 0;

private:
    wua::com_ptr<all> m_two = wua::make<all>(destroyed);
};

HRESULT get(wua::IDispatch& object, wua::DISPID dispid, wua::variant& value)
{
    wua::DISPPARAMS none{};
    return object.Invoke(dispid, wua::guid_null, 0, wua::dispatch_propertyget, &none, value.put(), nullptr, nullptr);
}

} // namespace

TEST_CASE("from every interface every other one is reached, and IUnknown is one", "[implements]")
{
    int destroyed = 0;
    {
        const auto object = wua::make<all>(destroyed);
        const auto unknown = object->QueryInterface(wua::iid_of<IOne>, nullptr) == wua::e_pointer
                                 ? object.query<wua::IUnknown>()
                                 : nullptr;
        REQUIRE(unknown);
        const std::vector<wua::guid> iids{wua::iid_of<wua::IUnknown>, wua::iid_of<wua::IDispatch>, wua::iid_of<IOne>,
                                          wua::iid_of<ITwo>,          wua::iid_of<ITwoMore>,       wua::iid_of<IThree>};
        for (const wua::guid& from : iids)
        {
            wua::com_ptr<wua::IUnknown> first;
            REQUIRE(object->QueryInterface(from, reinterpret_cast<void**>(first.put())) == wua::s_ok);
            for (const wua::guid& to : iids)
            {
                wua::com_ptr<wua::IUnknown> second;
                wua::com_ptr<wua::IUnknown> again;
                CHECK(first->QueryInterface(to, reinterpret_cast<void**>(second.put())) == wua::s_ok);
                CHECK(second->QueryInterface(from, reinterpret_cast<void**>(again.put())) == wua::s_ok);
                CHECK(again == first);
                CHECK(second.query<wua::IUnknown>() == unknown);
            }
        }
        CHECK(destroyed == 0);
    }
    CHECK(destroyed == 1);
}

TEST_CASE("an interface that the object does not have gives no pointer", "[implements]")
{
    int destroyed = 0;
    const auto object = wua::make<all>(destroyed);
    void* found = &destroyed;
    CHECK(object->QueryInterface(wua::iid_of<IAbsent>, &found) == wua::e_nointerface);
    CHECK(found == nullptr);
    CHECK_FALSE(object.try_query<IAbsent>());
    CHECK_THROWS_AS(object.query<IAbsent>(), wua::hresult_error);
    CHECK_FALSE(wua::make<plain>().try_query<wua::IDispatch>());
}

TEST_CASE("one IDispatch answers the members of all automation interfaces", "[implements]")
{
    int destroyed = 0;
    const auto object = wua::make<all>(destroyed);
    const auto automation = object.query<wua::IDispatch>();
    CHECK(automation == object.query<ITwoMore>().query<wua::IDispatch>());
    for (const auto& [dispid, expected] :
         std::vector<std::pair<wua::DISPID, LONG>>{{0x60020001, 2}, {0x60030001, 22}, {0x60040001, 3}})
    {
        wua::variant value;
        CHECK(get(*automation, dispid, value) == wua::s_ok);
        CHECK(value.get().lVal == expected);
    }
}

TEST_CASE("the members of several interfaces are distinct if no two share a DISPID or a name", "[implements]")
{
    const wua::interface_table* const tables[] = {&wua::interface_table_of<ITwoMore>, &wua::interface_table_of<ITwo>,
                                                  &wua::interface_table_of<IThree>, &wua::interface_table_of<IOne>};
    CHECK(wua::detail::members_are_distinct(tables));
}

TEST_CASE("an object is agile", "[implements]")
{
    const auto object = wua::make<plain>();
    wua::com_ptr<wua::IUnknown> agile;
    CHECK(object->QueryInterface("94ea2b94-e9cc-49e0-c0ff-ee64ca8f5b90"_guid, reinterpret_cast<void**>(agile.put())) ==
          wua::s_ok);
    CHECK(agile == object.query<wua::IUnknown>());
}

TEST_CASE("an object is born with one reference", "[implements]")
{
    const auto object = wua::make<plain>();
    CHECK(object->AddRef() == 2);
    CHECK(object->Release() == 1);
}

TEST_CASE("a recycled object is revived with one reference", "[implements]")
{
    {
        const auto object = wua::make<recycled>();
    }
    REQUIRE(recycled::s_kept != nullptr);
    recycled* kept = recycled::s_kept;
    wua::com_ptr<recycled> object;
    object.attach(recycled::take());
    CHECK(object.get() == kept);
    CHECK(object->AddRef() == 2);
    CHECK(object->Release() == 1);
    object.reset();
    CHECK(recycled::s_kept == kept);
    delete std::exchange(recycled::s_kept, nullptr);
}

TEST_CASE("an object may answer further interfaces itself", "[implements]")
{
    const auto object = wua::make<with_extra>();
    LONG value = 0;
    CHECK(object.query<ITwo>()->get_Two(&value) == wua::s_ok);
    CHECK(value == 2);
    CHECK_FALSE(object.try_query<IAbsent>());
}

TEST_CASE("references are counted from many threads", "[implements]")
{
    int destroyed = 0;
    {
        auto object = wua::make<all>(destroyed);
        std::vector<std::thread> threads;
        for (int i = 0; i != 4; ++i)
        {
            threads.emplace_back([object] {
                for (int n = 0; n != 10000; ++n)
                {
                    const wua::com_ptr<IThree> copy = object;
                    const auto other = copy.query<IOne>();
                }
            });
        }
        object.reset();
        for (std::thread& thread : threads)
        {
            thread.join();
        }
    }
    CHECK(destroyed == 1);
}
