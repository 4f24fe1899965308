// SPDX-License-Identifier: MIT

// com_ptr counts references once each.

#include "com/hand_made.hpp"
#include <wua/com/com_ptr.hpp>

#include <catch.hpp>

#include <stdexcept>
#include <type_traits>
#include <utility>

namespace
{

class counted final : public doubles::hand_made<wua::IDispatch>
{
public:
    wua::HRESULT WUA_STDCALL QueryInterface(const wua::guid& iid, void** object) override
    {
        *object = nullptr;
        if (!wua::same(iid, wua::iid_of<wua::IUnknown>) && !wua::same(iid, wua::iid_of<wua::IDispatch>))
        {
            return wua::e_nointerface;
        }
        *object = static_cast<wua::IDispatch*>(this);
        AddRef();
        return wua::s_ok;
    }
};

// Hands itself out without a reference, and then fails or throws.
class liar final : public wua::IUnknown
{
public:
    wua::HRESULT WUA_STDCALL QueryInterface(const wua::guid&, void** object) override
    {
        *object = this;
        if (throws)
        {
            throw std::runtime_error("a client's own trouble");
        }
        return wua::e_nointerface;
    }
    wua::ULONG WUA_STDCALL AddRef() override
    {
        return ++references;
    }
    wua::ULONG WUA_STDCALL Release() override
    {
        return --references;
    }

    bool throws = false;
    wua::ULONG references = 1;
};

static_assert(std::is_convertible_v<wua::com_ptr<wua::IDispatch>, wua::com_ptr<wua::IUnknown>>);
static_assert(!std::is_convertible_v<wua::com_ptr<wua::IUnknown>, wua::com_ptr<wua::IDispatch>>);
static_assert(!std::is_convertible_v<wua::IUnknown*, wua::com_ptr<wua::IUnknown>>);
static_assert(std::is_nothrow_move_constructible_v<wua::com_ptr<wua::IUnknown>>);

} // namespace

TEST_CASE("copies add a reference and moves do not", "[com_ptr]")
{
    counted object;
    {
        wua::com_ptr<counted> first(&object);
        CHECK(object.references == 2);
        wua::com_ptr<wua::IUnknown> second = first;
        CHECK(object.references == 3);
        wua::com_ptr<wua::IUnknown> third = std::move(first);
        CHECK(object.references == 3);
        CHECK_FALSE(first);
        CHECK(second == third);
        auto& itself = third;
        third = itself;
        CHECK(object.references == 3);
        third = std::move(second);
        CHECK(object.references == 2);
    }
    CHECK(object.references == 1);
}

TEST_CASE("attach and detach leave the count alone, copy_from and copy_to raise it", "[com_ptr]")
{
    counted object;
    wua::com_ptr<counted> pointer;
    pointer.attach(&object);
    CHECK(object.references == 1);
    CHECK(pointer.detach() == &object);
    CHECK(object.references == 1);
    pointer.copy_from(&object);
    CHECK(object.references == 2);
    counted* out = nullptr;
    pointer.copy_to(&out);
    CHECK(out == &object);
    CHECK(object.references == 3);
    out->Release();
    CHECK(*pointer.put() == nullptr);
    CHECK(object.references == 1);
}

TEST_CASE("a query adds a reference, a failed one none", "[com_ptr]")
{
    counted object;
    {
        const wua::com_ptr<counted> pointer(&object);
        const auto found = pointer.query<wua::IDispatch>();
        CHECK(object.references == 3);
        CHECK_FALSE(pointer.try_query<wua::IEnumVARIANT>());
        CHECK_THROWS_AS(pointer.query<wua::IEnumVARIANT>(), wua::hresult_error);
        CHECK(object.references == 3);
        CHECK_FALSE(wua::com_ptr<counted>().try_query<wua::IDispatch>());
    }
    CHECK(object.references == 1);
}

TEST_CASE("what a QueryInterface hands out that fails or throws is not believed", "[com_ptr]")
{
    liar object;
    object.throws = GENERATE(false, true);
    {
        const wua::com_ptr<liar> pointer(&object);
        if (object.throws)
        {
            CHECK_THROWS_AS(pointer.query<wua::IUnknown>(), std::runtime_error);
        }
        else
        {
            CHECK_THROWS_AS(pointer.query<wua::IUnknown>(), wua::hresult_error);
        }
        CHECK_FALSE(pointer.try_query<wua::IUnknown>());
    }
    CHECK(object.references == 1);
}
