// SPDX-License-Identifier: MIT

// variant owns what its VARIANT owns, and refuses what it cannot own.

#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/enum_variant.hpp>
#include <wua/com/variant.hpp>

#include <catch.hpp>

#include <utility>

namespace
{

wua::HRESULT code_of(void (*action)())
{
    try
    {
        action();
    }
    catch (const wua::hresult_error& error)
    {
        return error.code();
    }
    return wua::s_ok;
}

wua::VARIANT reference_to(wua::VARTYPE type, void* place)
{
    wua::VARIANT value{};
    value.vt = static_cast<wua::VARTYPE>(type | wua::VT_BYREF);
    value.byref = place;
    return value;
}

} // namespace

TEST_CASE("a value is held under its own type", "[variant]")
{
    CHECK(wua::variant().vt() == wua::VT_EMPTY);
    CHECK(wua::variant(true).get().boolVal == wua::variant_true);
    CHECK(wua::variant(wua::LONG{-3}).vt() == wua::VT_I4);
    CHECK(wua::variant(wua::LONG{-3}).get().lVal == -3);
    CHECK(wua::variant(wua::DWORD{3}).vt() == wua::VT_UI4);
    CHECK(wua::variant(wua::ULONGLONG{1} << 63).get().ullVal == wua::ULONGLONG{1} << 63);
    CHECK(wua::variant(1.5f).vt() == wua::VT_R4);
    CHECK(wua::variant(1.5).get().dblVal == 1.5);
    CHECK(wua::variant("text").vt() == wua::VT_BSTR);
    CHECK(wua::to_utf8(wua::view(wua::variant("text").get().bstrVal)) == "text");
    CHECK(wua::variant::null().vt() == wua::VT_NULL);
    CHECK(wua::variant::date(2.0).vt() == wua::VT_DATE);
    CHECK(wua::variant::currency(5).get().cyVal.int64 == 5);
    CHECK(wua::variant::missing().get().scode == wua::disp_e_paramnotfound);
    wua::DECIMAL decimal{};
    decimal.Lo64 = 9;
    CHECK(wua::variant(decimal).vt() == wua::VT_DECIMAL);
    CHECK(wua::variant(decimal).get().decVal.Lo64 == 9);
    CHECK(wua::variant(wua::com_ptr<wua::IDispatch>()).vt() == wua::VT_DISPATCH);
    CHECK(wua::variant(wua::com_ptr<wua::IEnumVARIANT>()).vt() == wua::VT_UNKNOWN);
}

TEST_CASE("an object in a variant is released once for each owner", "[variant]")
{
    const auto object = wua::make_enum_variant({});
    {
        wua::variant first = object;
        wua::variant second = first;
        CHECK(object->AddRef() == 4);
        CHECK(object->Release() == 3);
        wua::variant third = std::move(second);
        CHECK(second.vt() == wua::VT_EMPTY);
        auto& itself = third;
        third = itself;
        first = std::move(third);
        CHECK(object->AddRef() == 3);
        CHECK(object->Release() == 2);
        wua::VARIANT raw = first.detach();
        CHECK(first.vt() == wua::VT_EMPTY);
        first.attach(raw);
    }
    CHECK(object->AddRef() == 2);
    CHECK(object->Release() == 1);
}

TEST_CASE("arrays, records and types that no VARIANT has are refused", "[variant]")
{
    const auto type = GENERATE(as<int>(), wua::VT_ARRAY | wua::VT_I4, wua::VT_RECORD, wua::VT_SAFEARRAY, wua::VT_VECTOR,
                               wua::VT_VARIANT, wua::VT_BYREF | wua::VT_ARRAY | wua::VT_I4, 15, 99, 0x8000);
    wua::VARIANT value{};
    value.vt = static_cast<wua::VARTYPE>(type);
    try
    {
        wua::copy_variant(value);
        FAIL("the value was copied");
    }
    catch (const wua::hresult_error& error)
    {
        CHECK(error.code() == wua::disp_e_badvartype);
    }
}

TEST_CASE("a reference is copied as it is, or resolved to what it refers to", "[variant]")
{
    wua::LONG number = 7;
    const wua::VARIANT reference = reference_to(wua::VT_I4, &number);
    CHECK(wua::copy_variant(reference).get().plVal == &number);
    const wua::variant copy = wua::copy_ind(reference);
    number = 8;
    CHECK(copy.vt() == wua::VT_I4);
    CHECK(copy.get().lVal == 7);
    CHECK(wua::resolve(reference).lVal == 8);
}

TEST_CASE("each type is resolved through its reference", "[variant]")
{
    wua::DECIMAL decimal{};
    decimal.Lo64 = 77;
    decimal.scale = 1;
    const wua::variant resolved = wua::copy_ind(reference_to(wua::VT_DECIMAL, &decimal));
    CHECK(resolved.vt() == wua::VT_DECIMAL);
    CHECK(resolved.get().decVal.Lo64 == 77);
    CHECK(resolved.get().decVal.scale == 1);

    wua::bstr text = "text";
    wua::BSTR raw = text.get();
    CHECK(wua::to_utf8(wua::view(wua::copy_ind(reference_to(wua::VT_BSTR, &raw)).get().bstrVal)) == "text");

    wua::VARIANT_BOOL flag = wua::variant_true;
    CHECK(wua::resolve(reference_to(wua::VT_BOOL, &flag)).boolVal == wua::variant_true);
    double real = 2.5;
    CHECK(wua::resolve(reference_to(wua::VT_R8, &real)).dblVal == 2.5);
}

TEST_CASE("a reference to a VARIANT is followed once, and one that goes in circles is refused", "[variant]")
{
    wua::LONG number = 7;
    wua::VARIANT inner = reference_to(wua::VT_I4, &number);
    CHECK(wua::resolve(reference_to(wua::VT_VARIANT, &inner)).lVal == 7);
    CHECK(code_of([] {
              wua::VARIANT circle{};
              circle = reference_to(wua::VT_VARIANT, &circle);
              wua::resolve(circle);
          }) == wua::disp_e_badvartype);
    CHECK(code_of([] { wua::resolve(reference_to(wua::VT_I4, nullptr)); }) == wua::e_invalidarg);
}

TEST_CASE("a reference to a reference is followed no further", "[variant]")
{
    wua::LONG number = 7;
    wua::VARIANT inner = reference_to(wua::VT_I4, &number);
    wua::VARIANT middle = reference_to(wua::VT_VARIANT, &inner);
    CHECK(wua::resolve(middle).lVal == 7);
    CHECK(code_of([] {
              wua::LONG deep = 7;
              wua::VARIANT last = reference_to(wua::VT_I4, &deep);
              wua::VARIANT third = reference_to(wua::VT_VARIANT, &last);
              wua::VARIANT second = reference_to(wua::VT_VARIANT, &third);
              wua::resolve(second);
          }) == wua::disp_e_badvartype);
}

TEST_CASE("what cannot be cleared is not written over, and the copy meant for it is released", "[variant]")
{
    auto walker = wua::com_ptr<wua::IUnknown>(wua::make_enum_variant({}));
    wua::VARIANT source{};
    source.vt = wua::VT_UNKNOWN;
    source.punkVal = walker.get();
    wua::VARIANT strange{};
    strange.vt = 99;
    CHECK(wua::VariantCopy(&strange, &source) == wua::disp_e_badvartype);
    CHECK(strange.vt == 99);
    CHECK(walker->AddRef() == 2);
    walker->Release();
    wua::VARIANT kept{};
    kept.vt = wua::VT_I4;
    kept.lVal = 7;
    CHECK(wua::VariantCopy(&kept, &strange) == wua::disp_e_badvartype);
    CHECK(kept.lVal == 7);
    CHECK(wua::VariantCopy(&kept, &kept) == wua::s_ok);
    CHECK(kept.lVal == 7);
}
