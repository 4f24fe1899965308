// SPDX-License-Identifier: MIT

// Late-bound calls through the table of an interface, as scripts make them.

#include "com/hand_made.hpp"
#include <wua/com/com_ptr.hpp>
#include <wua/com/implements.hpp>
#include <wua/com/variant.hpp>
#include <wua/com/vtable_slots.hpp>

#include <catch.hpp>

#include <string>
#include <utility>
#include <vector>

namespace dispatch_table_tests
{

using namespace wua::literals;
using wua::BSTR;
using wua::DATE;
using wua::DECIMAL;
using wua::DISPID;
using wua::DWORD;
using wua::HRESULT;
using wua::LONG;
using wua::UINT;
using wua::VARIANT;
using wua::VARIANT_BOOL;
using wua::WORD;

enum Colour : LONG
{
    colourRed = 1,
    colourBlue = 2
};

struct ILater; // never defined here

struct IThing : wua::IDispatch
{
    using base_interface = wua::IDispatch;
    virtual HRESULT WUA_STDCALL get_Item(LONG index, BSTR* value) = 0;
    virtual HRESULT WUA_STDCALL put_Item(LONG index, BSTR value) = 0;
    virtual HRESULT WUA_STDCALL get_Ready(VARIANT_BOOL* value) = 0;
    virtual HRESULT WUA_STDCALL get_Colour(Colour* value) = 0;
    virtual HRESULT WUA_STDCALL put_Colour(Colour value) = 0;
    virtual HRESULT WUA_STDCALL get_Friend(IThing** value) = 0;
    virtual HRESULT WUA_STDCALL put_Friend(IThing* value) = 0;
    virtual HRESULT WUA_STDCALL get_Bytes(DECIMAL* value) = 0;
    virtual HRESULT WUA_STDCALL get_State(VARIANT* value) = 0;
    virtual HRESULT WUA_STDCALL get_Deadline(DATE* value) = 0;
    virtual HRESULT WUA_STDCALL get_Mask(DWORD* value) = 0;
    virtual HRESULT WUA_STDCALL put_Mask(DWORD value) = 0;
    virtual HRESULT WUA_STDCALL Reset() = 0;
    virtual HRESULT WUA_STDCALL Begin(wua::IUnknown* callback, VARIANT state, LONG* cookie) = 0;
    virtual HRESULT WUA_STDCALL Fail(LONG code) = 0;
    virtual HRESULT WUA_STDCALL get_Later(ILater** value) = 0;
    virtual HRESULT WUA_STDCALL get_Plain(wua::IUnknown** value) = 0;
    virtual HRESULT WUA_STDCALL put_Secret(DECIMAL value) = 0;
    virtual HRESULT WUA_STDCALL Unscripted(void* window) = 0;

protected:
    ~IThing() = default;
};

struct IThing2 : IThing
{
    using base_interface = IThing;
    virtual HRESULT WUA_STDCALL get_Size(LONG* value) = 0;

protected:
    ~IThing2() = default;
};

} // namespace dispatch_table_tests

template <>
inline constexpr wua::guid wua::iid_of<dispatch_table_tests::IThing> =
    wua::operator""_guid("5f5f0001-7358-43f6-aae8-8697e62d8ba7", 36);

template <>
inline constexpr wua::guid wua::iid_of<dispatch_table_tests::IThing2> =
    wua::operator""_guid("5f5f0002-7358-43f6-aae8-8697e62d8ba7", 36);

template <>
struct wua::members_of<dispatch_table_tests::IThing>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Item", 0, propget<&I::get_Item>, propput<&I::put_Item>, "index"},
        {"Ready", 0x60020001, propget<&I::get_Ready>},
        {"Colour", 0x60020002, propget<&I::get_Colour>, propput<&I::put_Colour>},
        {"Friend", 0x60020003, propget<&I::get_Friend>, propput<&I::put_Friend>},
        {"Bytes", 0x60020004, propget<&I::get_Bytes>},
        {"State", 0x60020005, propget<&I::get_State>},
        {"Deadline", 0x60020006, propget<&I::get_Deadline>},
        {"Mask", 0x60020007, propget<&I::get_Mask>, propput<&I::put_Mask>},
        {"Reset", 0x60020008, method<&I::Reset>},
        {"Begin", 0x60020009, method<&I::Begin>, "callback state"},
        {"Fail", 0x6002000A, method<&I::Fail>},
        {"Later", 0x6002000B, propget<&I::get_Later, opaque>},
        {"_Plain", -4, propget<&I::get_Plain>},
        {"Secret", 0x6002000C, propput<&I::put_Secret>},
        {"Unscripted", 0x6002000D, hidden<wua::VT_EMPTY, wua::VT_PTR>},
    };
};

template <>
struct wua::members_of<dispatch_table_tests::IThing2>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Size", 0x60030001, propget<&I::get_Size>},
    };
};

namespace dispatch_table_tests
{

class thing final : public wua::implements<thing, IThing2>
{
public:
    HRESULT WUA_STDCALL get_Item(LONG index, BSTR* value) noexcept override
    {
        return wua::answer(value, [&] { return m_items.at(static_cast<std::size_t>(index)); });
    }
    HRESULT WUA_STDCALL put_Item(LONG index, BSTR value) noexcept override
    {
        return wua::guarded([&] { m_items.at(static_cast<std::size_t>(index)) = wua::to_utf8(wua::view(value)); });
    }
    HRESULT WUA_STDCALL get_Ready(VARIANT_BOOL* value) noexcept override
    {
        return wua::answer(value, [] { return true; });
    }
    HRESULT WUA_STDCALL get_Colour(Colour* value) noexcept override
    {
        return wua::answer(value, [&] { return m_colour; });
    }
    HRESULT WUA_STDCALL put_Colour(Colour value) noexcept override
    {
        m_colour = value;
        return wua::s_ok;
    }
    HRESULT WUA_STDCALL get_Friend(IThing** value) noexcept override
    {
        return wua::answer(value, [&] { return m_friend; });
    }
    HRESULT WUA_STDCALL put_Friend(IThing* value) noexcept override
    {
        m_friend.copy_from(value);
        return wua::s_ok;
    }
    HRESULT WUA_STDCALL get_Bytes(DECIMAL* value) noexcept override
    {
        return wua::answer(value, [] { return 5'000'000'000'000ull; });
    }
    HRESULT WUA_STDCALL get_State(VARIANT* value) noexcept override
    {
        return wua::answer(value, [&] { return m_state; });
    }
    HRESULT WUA_STDCALL get_Deadline(DATE* value) noexcept override
    {
        return wua::answer(value, [] { return 2.5; });
    }
    HRESULT WUA_STDCALL get_Mask(DWORD* value) noexcept override
    {
        return wua::answer(value, [&] { return m_mask; });
    }
    HRESULT WUA_STDCALL put_Mask(DWORD value) noexcept override
    {
        m_mask = value;
        return wua::s_ok;
    }
    HRESULT WUA_STDCALL Reset() noexcept override
    {
        m_items = {"zero", "one"};
        return wua::s_ok;
    }
    HRESULT WUA_STDCALL Begin(wua::IUnknown* callback, VARIANT state, LONG* cookie) noexcept override
    {
        return wua::answer(cookie, [&] {
            m_state = wua::copy_variant(state);
            return callback != nullptr ? 1 : 2;
        });
    }
    HRESULT WUA_STDCALL Fail(LONG code) override // a foreign object may throw
    {
        if (code == 0)
        {
            throw std::bad_alloc();
        }
        return wua::guarded([&]() -> wua::HRESULT {
            if (code == 1)
            {
                throw wua::hresult_error(wua::e_accessdenied, "the door is locked");
            }
            return code;
        });
    }
    HRESULT WUA_STDCALL get_Later(ILater** value) noexcept override
    {
        return QueryInterface(wua::iid_of<IThing>, reinterpret_cast<void**>(value));
    }
    HRESULT WUA_STDCALL get_Plain(wua::IUnknown** value) noexcept override
    {
        return QueryInterface(wua::iid_of<wua::IUnknown>, reinterpret_cast<void**>(value));
    }
    HRESULT WUA_STDCALL put_Secret(DECIMAL value) noexcept override
    {
        secret = wua::to_string(value);
        return wua::s_false;
    }
    HRESULT WUA_STDCALL Unscripted(void*) noexcept override
    {
        return wua::s_ok;
    }
    HRESULT WUA_STDCALL get_Size(LONG* value) noexcept override
    {
        return wua::answer(value, [&] { return m_items.size(); });
    }

    static std::string_view error_source() noexcept
    {
        return "thing";
    }

    static std::string_view error_meaning(HRESULT code) noexcept
    {
        return code == wua::e_bounds ? "there are two places" : "";
    }

    std::string secret;

private:
    std::vector<std::string> m_items{"zero", "one"};
    Colour m_colour = colourRed;
    wua::com_ptr<IThing> m_friend;
    wua::variant m_state;
    DWORD m_mask = 0;
};

struct reply
{
    HRESULT code = 0;
    wua::variant value;
    UINT bad_argument = 77;
    HRESULT scode = 0;
    std::string description;
    std::string source;
};

// Arguments in the order in which a person writes them.
reply call(wua::IDispatch& object, DISPID dispid, int flags, std::vector<wua::variant> arguments = {},
           std::vector<DISPID> named = {})
{
    std::vector<VARIANT> reversed;
    for (auto argument = arguments.rbegin(); argument != arguments.rend(); ++argument)
    {
        reversed.push_back(argument->get());
    }
    wua::DISPPARAMS parameters{
        reversed.data(), named.data(), static_cast<UINT>(reversed.size()), static_cast<UINT>(named.size())};
    reply result;
    wua::EXCEPINFO record{};
    result.code = object.Invoke(dispid, wua::guid_null, wua::locale_neutral, static_cast<WORD>(flags), &parameters,
                                result.value.put(), &record, &result.bad_argument);
    result.scode = record.scode;
    result.description = wua::to_utf8(wua::view(record.bstrDescription));
    result.source = wua::to_utf8(wua::view(record.bstrSource));
    wua::SysFreeString(record.bstrDescription);
    wua::SysFreeString(record.bstrSource);
    return result;
}

constexpr int get = wua::dispatch_propertyget;
constexpr int put = wua::dispatch_propertyput;
constexpr int put_reference = wua::dispatch_propertyputref;
constexpr int method = wua::dispatch_method;

HRESULT id_of(wua::IDispatch& object, std::vector<std::string> names, std::vector<DISPID>& ids)
{
    std::vector<wua::ole_string> texts;
    std::vector<wua::LPOLESTR> pointers;
    for (const std::string& name : names)
    {
        texts.push_back(wua::to_ole(name));
    }
    for (wua::ole_string& text : texts)
    {
        pointers.push_back(text.data());
    }
    ids.assign(names.size(), 4711);
    return object.GetIDsOfNames(wua::guid_null, pointers.data(), static_cast<UINT>(pointers.size()), 0, ids.data());
}

} // namespace dispatch_table_tests

using namespace dispatch_table_tests;

TEST_CASE("names are found in any case, those of base interfaces too", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    std::vector<DISPID> ids;
    CHECK(id_of(*object, {"reSET"}, ids) == wua::s_ok);
    CHECK(ids == std::vector<DISPID>{0x60020008});
    CHECK(id_of(*object, {"size"}, ids) == wua::s_ok);
    CHECK(ids == std::vector<DISPID>{0x60030001});
    CHECK(id_of(*object, {"Resets"}, ids) == wua::disp_e_unknownname);
    CHECK(ids == std::vector<DISPID>{wua::dispid_unknown});
    CHECK(id_of(*object, {"R\xC3\xA9set"}, ids) == wua::disp_e_unknownname);
}

TEST_CASE("the names of a member's parameters are found in any case and any order", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    std::vector<DISPID> ids;
    CHECK(id_of(*object, {"Begin", "callback"}, ids) == wua::s_ok);
    CHECK(ids == std::vector<DISPID>{0x60020009, 0});
    CHECK(id_of(*object, {"begin", "STATE", "Callback"}, ids) == wua::s_ok);
    CHECK(ids == std::vector<DISPID>{0x60020009, 1, 0});
    CHECK(id_of(*object, {"Item", "index"}, ids) == wua::s_ok);
    CHECK(ids == std::vector<DISPID>{0, 0});
    for (const char* unknown : {"states", "stat", "callback state", "", " "})
    {
        CHECK(id_of(*object, {"Begin", unknown, "state"}, ids) == wua::disp_e_unknownname);
        CHECK(ids == std::vector<DISPID>{0x60020009, wua::dispid_unknown, 1});
    }
    CHECK(id_of(*object, {"Reset", "state"}, ids) == wua::disp_e_unknownname);
    CHECK(id_of(*object, {"Nothing", "state"}, ids) == wua::disp_e_unknownname);
    CHECK(ids == std::vector<DISPID>{wua::dispid_unknown, wua::dispid_unknown});
}

TEST_CASE("named arguments go to their parameters, in any order and beside others", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    const auto state = [&] { return wua::to_utf8(wua::view(call(*object, 0x60020005, get).value.get().bstrVal)); };
    // Named arguments come first in rgvarg, which call() turns round: they are written last here, their DISPIDs first.
    CHECK(call(*object, 0x60020009, method, {object, "both"}, {1, 0}).value.get().lVal == 1);
    CHECK(state() == "both");
    CHECK(call(*object, 0x60020009, method, {"turned", object}, {0, 1}).value.get().lVal == 1);
    CHECK(state() == "turned");
    CHECK(call(*object, 0x60020009, method, {object, "one"}, {1}).value.get().lVal == 1);
    CHECK(state() == "one");
    CHECK(wua::to_utf8(wua::view(call(*object, 0, get, {1}, {0}).value.get().bstrVal)) == "one");
    CHECK(call(*object, 0, put, {1, "uno"}, {wua::dispid_propertyput, 0}).code == wua::s_ok);
    CHECK(call(*object, 0, put, {"zero!", 0}, {0, wua::dispid_propertyput}).code == wua::s_ok);
    CHECK(wua::to_utf8(wua::view(call(*object, 0, get, {1}).value.get().bstrVal)) == "uno");
    CHECK(wua::to_utf8(wua::view(call(*object, 0, get, {0}).value.get().bstrVal)) == "zero!");
}

TEST_CASE("an unknown parameter name, a repeated one and a missing one are distinguished", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    const reply unknown = call(*object, 0x60020009, method, {object, "state"}, {1, 7});
    CHECK(unknown.code == wua::disp_e_paramnotfound);
    CHECK(unknown.bad_argument == 1);
    const reply value = call(*object, 0x60020009, method, {object, "state"}, {wua::dispid_propertyput});
    CHECK(value.code == wua::disp_e_paramnotfound);
    CHECK(value.bad_argument == 0);
    CHECK(call(*object, 0x60020009, method, {object, object}, {0, 0}).code == wua::disp_e_paramnotoptional);
    CHECK(call(*object, 0x60020009, method, {object, "state"}, {0}).code == wua::disp_e_paramnotoptional);
    CHECK(call(*object, 0x60020009, method, {"state"}, {1}).code == wua::disp_e_paramnotoptional);
    CHECK(call(*object, 0x60020009, method, {1, 2, 3}, {1}).code == wua::disp_e_badparamcount);
    CHECK(call(*object, 0x60020008, method, {1}, {0}).code == wua::disp_e_badparamcount);
    CHECK(call(*object, 0x60020009, method, {object}, {0, 1}).code == wua::e_invalidarg);
    CHECK(call(*object, 0, put, {"uno"}, {wua::dispid_propertyput}).code == wua::disp_e_badparamcount);
    CHECK(call(*object, 0, get, {wua::variant::missing()}).code == wua::disp_e_paramnotoptional);
    CHECK(call(*object, 0, get, {wua::variant::missing()}).bad_argument == 0);
}

TEST_CASE("a named argument of the wrong type is named by its own index in rgvarg", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    const reply turned = call(*object, 0x60020009, method, {"state", wua::variant::null()}, {0, 1});
    CHECK(turned.code == wua::disp_e_typemismatch);
    CHECK(turned.bad_argument == 0);
    const reply put_turned = call(*object, 0, put, {"text", "one"}, {0, wua::dispid_propertyput});
    CHECK(put_turned.code == wua::disp_e_typemismatch);
    CHECK(put_turned.bad_argument == 0);
}

TEST_CASE("null and reserved parameters of GetIDsOfNames are refused", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    wua::ole_string name = wua::to_ole("Reset");
    wua::LPOLESTR pointer = name.data();
    DISPID id = 5;
    CHECK(object->GetIDsOfNames(wua::iid_of<wua::IDispatch>, &pointer, 1, 0, &id) == wua::disp_e_unknowninterface);
    CHECK(object->GetIDsOfNames(wua::guid_null, nullptr, 1, 0, &id) == wua::e_pointer);
    CHECK(object->GetIDsOfNames(wua::guid_null, &pointer, 1, 0, nullptr) == wua::e_pointer);
    CHECK(object->GetIDsOfNames(wua::guid_null, &pointer, 0, 0, &id) == wua::e_invalidarg);
    CHECK(id == 5);
    wua::LPOLESTR none = nullptr;
    CHECK(object->GetIDsOfNames(wua::guid_null, &none, 1, 0, &id) == wua::e_pointer);
    CHECK(id == wua::dispid_unknown);
}

TEST_CASE("each type of property arrives as its automation type", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    CHECK(call(*object, 0x60020001, get).value.vt() == wua::VT_BOOL);
    CHECK(call(*object, 0x60020001, get).value.get().boolVal == wua::variant_true);
    CHECK(call(*object, 0x60020002, get).value.vt() == wua::VT_I4);
    CHECK(call(*object, 0x60020002, get).value.get().lVal == colourRed);
    const reply bytes = call(*object, 0x60020004, get);
    CHECK(bytes.value.vt() == wua::VT_DECIMAL);
    CHECK(wua::to_uint64(bytes.value.get().decVal) == 5'000'000'000'000ull);
    CHECK(call(*object, 0x60020006, get).value.vt() == wua::VT_DATE);
    CHECK(call(*object, 0x60020006, get).value.get().date == 2.5);
    CHECK(call(*object, 0x60020007, get).value.vt() == wua::VT_UI4);
    CHECK(call(*object, 0x60020003, get).value.vt() == wua::VT_DISPATCH);
    CHECK(call(*object, 0x60020003, get).value.get().pdispVal == nullptr);
    CHECK(call(*object, 0x60030001, get).value.get().lVal == 2);
    CHECK(call(*object, -4, method | get).value.vt() == wua::VT_UNKNOWN);
}

TEST_CASE("an object of an interface that is only declared is asked what it is", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    const reply later = call(*object, 0x6002000B, get);
    CHECK(later.value.vt() == wua::VT_DISPATCH);
    CHECK(later.value.get().pdispVal == object.get());
}

TEST_CASE("the indexed default property is read with the flags that scripts send and written", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    CHECK(wua::to_utf8(wua::view(call(*object, 0, method | get, {1}).value.get().bstrVal)) == "one");
    CHECK(call(*object, 0, put, {1, "uno"}, {wua::dispid_propertyput}).code == wua::s_ok);
    CHECK(wua::to_utf8(wua::view(call(*object, 0, get, {"1"}).value.get().bstrVal)) == "uno");
    CHECK(call(*object, 0x60020008, method).code == wua::s_ok);
    CHECK(wua::to_utf8(wua::view(call(*object, 0, get, {1}).value.get().bstrVal)) == "one");
}

TEST_CASE("arguments after a property that holds an object go to that object's default member", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    CHECK(call(*object, 0x60020003, get, {1}).code == wua::disp_e_badparamcount);
    object->put_Friend(object.get());
    CHECK(wua::to_utf8(wua::view(call(*object, 0x60020003, method | get, {0}).value.get().bstrVal)) == "zero");
    object->put_Friend(nullptr);
}

TEST_CASE("a put needs its name for the value and no other", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    CHECK(call(*object, 0x60020002, put, {2}, {wua::dispid_propertyput}).code == wua::s_ok);
    CHECK(call(*object, 0x60020002, get).value.get().lVal == colourBlue);
    CHECK(call(*object, 0x60020002, put, {1}).code == wua::disp_e_paramnotfound);
    CHECK(call(*object, 0x60020002, put, {1}, {0}).code == wua::disp_e_paramnotfound);
    CHECK(call(*object, 0x60020002, put_reference, {1}, {wua::dispid_propertyput}).code == wua::disp_e_membernotfound);
    CHECK(call(*object, 0x60020001, put, {true}, {wua::dispid_propertyput}).code == wua::disp_e_membernotfound);
    CHECK(call(*object, 0x60020002, get).value.get().lVal == colourBlue);
}

TEST_CASE("an object is put by value or by reference", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    const auto other = wua::make<thing>();
    for (const int kind : {put, put_reference})
    {
        CHECK(call(*object, 0x60020003, kind, {other}, {wua::dispid_propertyput}).code == wua::s_ok);
        CHECK(call(*object, 0x60020003, get).value.get().pdispVal == other.get());
        CHECK(call(*object, 0x60020003, kind, {wua::variant()}, {wua::dispid_propertyput}).code == wua::s_ok);
        CHECK(call(*object, 0x60020003, get).value.get().pdispVal == nullptr);
    }
}

TEST_CASE("an object that says yes and gives nothing is not taken for null", "[dispatch_table]")
{
    struct empty_handed final : doubles::hand_made<wua::IDispatch>
    {
        HRESULT WUA_STDCALL QueryInterface(const wua::IID& iid, void** object) noexcept override
        {
            const bool is_asked_for_all = wua::same(iid, wua::iid_of<wua::IDispatch>);
            *object = is_asked_for_all ? static_cast<wua::IDispatch*>(this) : nullptr;
            references += is_asked_for_all ? 1U : 0U;
            return wua::s_ok;
        }
    };
    empty_handed client;
    {
        const auto object = wua::make<thing>();
        const auto given = wua::variant(wua::com_ptr<wua::IDispatch>(&client));
        CHECK(call(*object, 0x60020003, put, {object}, {wua::dispid_propertyput}).code == wua::s_ok);
        const reply refused = call(*object, 0x60020003, put, {given}, {wua::dispid_propertyput});
        CHECK(refused.code == wua::disp_e_typemismatch);
        CHECK(refused.bad_argument == 0);
        CHECK(call(*object, 0x60020003, get).value.get().pdispVal == object.get());
        CHECK(call(*object, 0x60020003, put, {wua::variant()}, {wua::dispid_propertyput}).code == wua::s_ok);
    }
    CHECK(client.references == 1);
}

TEST_CASE("a method converts its arguments and answers", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    CHECK(call(*object, 0x60020009, method, {object, "state"}).value.get().lVal == 1);
    CHECK(wua::to_utf8(wua::view(call(*object, 0x60020005, get).value.get().bstrVal)) == "state");
    CHECK(call(*object, 0x60020009, method, {wua::variant::missing(), 3}).value.get().lVal == 2);
    CHECK(call(*object, 0x60020005, get).value.get().lVal == 3);
}

TEST_CASE("a VARIANT argument is taken out of a reference", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    wua::variant inner = "inner";
    VARIANT reference{};
    reference.vt = wua::VT_BYREF | wua::VT_VARIANT;
    reference.pvarVal = const_cast<VARIANT*>(&inner.get());
    wua::variant argument;
    argument.attach(reference);
    CHECK(call(*object, 0x60020009, method, {wua::variant(), argument}).code == wua::s_ok);
    CHECK(call(*object, 0x60020005, get).value.vt() == wua::VT_BSTR);
}

TEST_CASE("an argument of the wrong type is named by its index in rgvarg", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    const reply first = call(*object, 0x60020009, method, {wua::variant::null(), 3});
    CHECK(first.code == wua::disp_e_typemismatch);
    CHECK(first.bad_argument == 1);
    const reply second = call(*object, 0, put, {"one", "text"}, {wua::dispid_propertyput});
    CHECK(second.code == wua::disp_e_typemismatch);
    CHECK(second.bad_argument == 1);
    const reply last = call(*object, 0x60020002, put, {object}, {wua::dispid_propertyput});
    CHECK(last.code == wua::disp_e_typemismatch);
    CHECK(last.bad_argument == 0);
    const reply large = call(*object, 0x60020002, put, {5'000'000'000ll}, {wua::dispid_propertyput});
    CHECK(large.code == wua::disp_e_overflow);
    CHECK(large.bad_argument == 0);
}

TEST_CASE("an array argument is refused with its index", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    wua::SAFEARRAY array{};
    VARIANT arguments[2] = {};
    arguments[0].vt = wua::VT_ARRAY | wua::VT_I4;
    arguments[0].parray = &array;
    wua::DISPPARAMS parameters{arguments, nullptr, 2, 0};
    UINT bad_argument = 9;
    CHECK(object->Invoke(0x60020009, wua::guid_null, 0, wua::dispatch_method, &parameters, nullptr, nullptr,
                         &bad_argument) == wua::disp_e_badvartype);
    CHECK(bad_argument == 0);
}

TEST_CASE("a wrong number of arguments, a wrong kind and an unknown member are distinguished", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    CHECK(call(*object, 0, get).code == wua::disp_e_badparamcount);
    CHECK(call(*object, 0x60020001, get, {1}).code == wua::disp_e_badparamcount);
    CHECK(call(*object, 0x60020008, method, {1}).code == wua::disp_e_badparamcount);
    CHECK(call(*object, 0x60020008, get).code == wua::disp_e_membernotfound);
    CHECK(call(*object, 0x60020001, method).code == wua::disp_e_membernotfound);
    CHECK(call(*object, 0x60029999, method | get).code == wua::disp_e_membernotfound);
}

TEST_CASE("reserved and null parameters of Invoke are refused", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    wua::DISPPARAMS none{};
    CHECK(object->Invoke(0, wua::iid_of<wua::IDispatch>, 0, wua::dispatch_method, &none, nullptr, nullptr, nullptr) ==
          wua::disp_e_unknowninterface);
    CHECK(object->Invoke(0, wua::guid_null, 0, wua::dispatch_method, nullptr, nullptr, nullptr, nullptr) ==
          wua::e_pointer);
    CHECK(object->Invoke(0x60020001, wua::guid_null, 0, wua::dispatch_propertyget, &none, nullptr, nullptr, nullptr) ==
          wua::s_ok);
}

TEST_CASE("a member that fails is an exception with its code, its meaning and its source", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    const reply failure = call(*object, 0x6002000A, method, {LONG{wua::e_accessdenied}});
    CHECK(failure.code == wua::disp_e_exception);
    CHECK(failure.scode == wua::e_accessdenied);
    CHECK(failure.description == "E_ACCESSDENIED: access denied");
    CHECK(failure.source == "thing");
    CHECK(call(*object, 0x6002000A, method, {LONG{wua::e_bounds}}).description == "there are two places");
    CHECK(call(*object, 0x6002000A, method, {0}).scode == wua::e_outofmemory);
    CHECK(call(*object, 0, get, {7}).scode == wua::e_fail);
}

TEST_CASE("the sentence of what a member throws reaches a late-bound caller, and no later failure", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    const reply locked = call(*object, 0x6002000A, method, {1});
    CHECK(locked.code == wua::disp_e_exception);
    CHECK(locked.scode == wua::e_accessdenied);
    CHECK(locked.description == "the door is locked");
    CHECK(call(*object, 0x6002000A, method, {LONG{wua::e_accessdenied}}).description ==
          "E_ACCESSDENIED: access denied");
}

TEST_CASE("a property may be written and not read", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    CHECK(call(*object, 0x6002000C, put, {"12.50"}, {wua::dispid_propertyput}).code == wua::s_ok);
    CHECK(object->secret == "12.5");
    CHECK(call(*object, 0x6002000C, get).code == wua::disp_e_membernotfound);
}

TEST_CASE("a hidden function has a name and a slot but is not called", "[dispatch_table]")
{
    const auto object = wua::make<thing>();
    std::vector<DISPID> ids;
    CHECK(id_of(*object, {"unscripted"}, ids) == wua::s_ok);
    CHECK(ids == std::vector<DISPID>{0x6002000D});
    CHECK(call(*object, 0x6002000D, method | get, {1}).code == wua::disp_e_membernotfound);
}

TEST_CASE("a table tells names, kinds, arguments and slots", "[dispatch_table]")
{
    std::vector<std::string> rows;
    wua::for_each_member(wua::interface_table_of<IThing2>, [&](const wua::dispatch_member& row, UINT slot) {
        std::string text(row.name);
        for (const wua::dispatch_function* function : {row.read, row.write})
        {
            if (function != nullptr)
            {
                text += " " + std::to_string(slot++) + "/" +
                        (function->signature != nullptr ? std::to_string(function->signature->inputs) : "-");
            }
        }
        rows.push_back(text);
    });
    REQUIRE(rows.size() == 16);
    CHECK(rows[0] == "Item 7/1 8/2");
    CHECK(rows[1] == "Ready 9/0");
    CHECK(rows[2] == "Colour 10/0 11/1");
    CHECK(rows[9] == "Begin 20/2");
    CHECK(rows[13] == "Secret 24/1");
    CHECK(rows[14] == "Unscripted 25/1");
    CHECK(rows[15] == "Size 26/0");
    const wua::dispatch_member* const things = wua::interface_table_of<IThing>.members;
    CHECK(things[3].kinds() == (get | put | put_reference));
    CHECK(things[9].kinds() == method);
    CHECK(things[9].read->signature->result_type == wua::VT_I4);
    CHECK(things[14].kinds() == 0);
}

TEST_CASE("members that share a DISPID or a name are not distinct", "[dispatch_table]")
{
    using wua::interface_table;
    using wua::detail::members_are_distinct;
    const wua::dispatch_member one[] = {{"One", 1, wua::hidden<wua::VT_EMPTY>}, {"Two", 2, wua::hidden<wua::VT_EMPTY>}};
    const wua::dispatch_member same_number[] = {{"Three", 1, wua::hidden<wua::VT_EMPTY>}};
    const wua::dispatch_member same_name[] = {{"Two", 3, wua::hidden<wua::VT_EMPTY>}};
    const wua::dispatch_member others[] = {{"Four", 4, wua::hidden<wua::VT_EMPTY>}};
    const interface_table base{{}, nullptr, one, 2};
    const interface_table number{{}, nullptr, same_number, 1};
    const interface_table name{{}, &base, same_name, 1};
    const interface_table other{{}, &base, others, 1};
    const auto distinct = [](std::vector<const interface_table*> tables) { return members_are_distinct(tables); };
    CHECK(distinct({}));
    CHECK(distinct({&base}));
    CHECK(distinct({&other, &base, &other}));
    CHECK_FALSE(distinct({&other, &number}));
    CHECK_FALSE(distinct({&name}));
}
