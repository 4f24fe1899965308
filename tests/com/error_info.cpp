// SPDX-License-Identifier: MIT

// What the caller of a method that failed is told in words, beside its HRESULT.

#include <wua/com/com_ptr.hpp>
#include <wua/com/error_info.hpp>
#include <wua/com/implements.hpp>
#include <wua/com/variant.hpp>

#include <catch.hpp>

#include <memory>
#include <string>
#include <thread>

namespace error_info_tests
{

using namespace wua;

struct IDoor : IDispatch
{
    using base_interface = IDispatch;
    virtual HRESULT WUA_STDCALL Open(LONG how) = 0;
    virtual HRESULT WUA_STDCALL get_Width(LONG* value) = 0;

protected:
    ~IDoor() = default;
};

struct IOther : IUnknown
{
    using base_interface = IUnknown;

protected:
    ~IOther() = default;
};

} // namespace error_info_tests

template <>
inline constexpr wua::guid wua::iid_of<error_info_tests::IDoor> =
    wua::operator""_guid("5f5f0011-7358-43f6-aae8-8697e62d8ba7", 36);

template <>
inline constexpr wua::guid wua::iid_of<error_info_tests::IOther> =
    wua::operator""_guid("5f5f0012-7358-43f6-aae8-8697e62d8ba7", 36);

template <>
struct wua::members_of<error_info_tests::IDoor>
{
    template <class I>
    static constexpr dispatch_member rows[] = {
        {"Open", 1, method<&I::Open>, "how"},
        {"Width", 2, propget<&I::get_Width>},
    };
};

namespace error_info_tests
{

const std::string long_sentence(2000, 'x');

class door final : public implements<door, IDoor>
{
public:
    HRESULT WUA_STDCALL Open(LONG how) noexcept override
    {
        return guarded([&]() -> HRESULT {
            switch (how)
            {
                case 0:
                    return s_ok;
                case 1:
                    throw hresult_error(e_accessdenied, "the door is locked: Schl\xC3\xBCssel?");
                case 2:
                    throw hresult_error(e_accessdenied);
                case 3:
                    throw std::runtime_error("the hinge broke");
                case 4:
                    throw std::bad_alloc();
                case 5:
                    throw 5;
                case 6:
                    throw hresult_error(e_abort, long_sentence);
                default:
                    return e_bounds;
            }
        });
    }
    HRESULT WUA_STDCALL get_Width(LONG* value) noexcept override
    {
        return answer(value, []() -> LONG { throw hresult_error(e_pending, "nobody has measured it"); });
    }
};

// The words that the last failure left, taken away.
std::string left_words()
{
    com_ptr<IErrorInfo> words;
    if (GetErrorInfo(0, words.put()) != s_ok)
    {
        return "none";
    }
    bstr text;
    bstr source;
    REQUIRE(words->GetDescription(text.put()) == s_ok);
    REQUIRE(words->GetSource(source.put()) == s_ok);
    CHECK(view(source.get()) == to_ole("wua"));
    return to_utf8(view(text.get()));
}

HRESULT invoke(IDispatch& object, DISPID dispid, WORD kind, variant argument, EXCEPINFO* record)
{
    VARIANT value = argument.get();
    DISPPARAMS given{&value, nullptr, kind == dispatch_method ? 1U : 0U, 0};
    return object.Invoke(dispid, guid_null, locale_neutral, kind, &given, nullptr, record, nullptr);
}

} // namespace error_info_tests

using namespace error_info_tests;

TEST_CASE("a method that fails leaves its sentence, or the name and the meaning of its code", "[error_info]")
{
    const auto object = make<door>();
    SetErrorInfo(0, nullptr);
    const auto told = [&](LONG how, HRESULT code) {
        CHECK(object->Open(how) == code);
        return left_words();
    };
    CHECK(told(0, s_ok) == "none");
    CHECK(told(1, e_accessdenied) == "the door is locked: Schl\xC3\xBCssel?");
    CHECK(told(2, e_accessdenied) == "E_ACCESSDENIED: access denied");
    CHECK(told(3, e_fail) == "the hinge broke");
    CHECK(told(4, e_outofmemory) == "E_OUTOFMEMORY: out of memory");
    CHECK(told(5, e_unexpected) == "E_UNEXPECTED: unexpected failure");
    CHECK(told(6, e_abort) == long_sentence);
    CHECK(told(7, e_bounds) == "E_BOUNDS: an index or a range is out of bounds");
    LONG width = 0;
    CHECK(object->get_Width(&width) == e_pending);
    CHECK(left_words() == "nobody has measured it");
    CHECK(object->get_Width(nullptr) == e_pointer);
    CHECK(left_words() == "E_POINTER: a pointer that must not be null is null");
}

TEST_CASE("a newer failure replaces the words of an older one", "[error_info]")
{
    const auto object = make<door>();
    CHECK(object->Open(1) == e_accessdenied);
    CHECK(object->Open(7) == e_bounds);
    CHECK(left_words() == "E_BOUNDS: an index or a range is out of bounds");
    CHECK(left_words() == "none");
}

TEST_CASE("a late-bound call that fails leaves words, too, and a success leaves what was there", "[error_info]")
{
    const auto object = make<door>();
    CHECK(invoke(*object, 1, dispatch_method, 1, nullptr) == disp_e_exception);
    CHECK(left_words() == "the door is locked: Schl\xC3\xBCssel?");
    CHECK(invoke(*object, 1, dispatch_method, "wide", nullptr) == disp_e_typemismatch);
    CHECK(left_words() == "DISP_E_TYPEMISMATCH: a value is of the wrong type");
    CHECK(invoke(*object, 9, dispatch_method, 1, nullptr) == disp_e_membernotfound);
    CHECK(left_words().substr(0, 21) == "DISP_E_MEMBERNOTFOUND");
    CHECK(object->Open(1) == e_accessdenied);
    CHECK(invoke(*object, 1, dispatch_method, 0, nullptr) == s_ok);
    CHECK(object->Open(0) == s_ok);
    CHECK(left_words() == "the door is locked: Schl\xC3\xBCssel?");
}

TEST_CASE("the whole sentence reaches the record of a late-bound failure", "[error_info]")
{
    const auto object = make<door>();
    EXCEPINFO record{};
    CHECK(invoke(*object, 1, dispatch_method, 6, &record) == disp_e_exception);
    CHECK(record.scode == e_abort);
    CHECK(to_utf8(view(record.bstrDescription)) == long_sentence);
    SysFreeString(record.bstrDescription);
    SysFreeString(record.bstrSource);
}

TEST_CASE("words are an object as any other, and have a source and a description alone", "[error_info]")
{
    SetErrorInfo(0, nullptr);
    CHECK(make<door>()->Open(1) == e_accessdenied);
    com_ptr<IErrorInfo> words;
    CHECK(GetErrorInfo(1, words.put()) == e_invalidarg);
    CHECK(GetErrorInfo(0, nullptr) == e_invalidarg);
    REQUIRE(GetErrorInfo(0, words.put()) == s_ok);
    CHECK(words.query<IUnknown>().query<IErrorInfo>() == words);
    void* object = &words;
    CHECK(words->QueryInterface(iid_of<IDoor>, &object) == e_nointerface);
    CHECK(object == nullptr);
#if !defined(_WIN32) // whose own words bear no null
    CHECK(words->QueryInterface(iid_of<IErrorInfo>, nullptr) == e_pointer);
    CHECK(words->GetDescription(nullptr) == e_pointer); // and no text is left behind
    CHECK(words->GetSource(nullptr) == e_pointer);
    CHECK(words->GetHelpFile(nullptr) == e_pointer);
    CHECK(words->GetHelpContext(nullptr) == e_pointer);
    CHECK(words->GetGUID(nullptr) == e_pointer);
#endif
    GUID id = iid_of<IDoor>;
    REQUIRE(words->GetGUID(&id) == s_ok);
    CHECK(same(id, guid_null));
    bstr file;
    CHECK(words->GetHelpFile(file.put()) == s_ok);
    CHECK(file.empty());
    DWORD context = 7;
    REQUIRE(words->GetHelpContext(&context) == s_ok);
    CHECK(context == 0);
    CHECK(SetErrorInfo(1, words.get()) == e_invalidarg);
    REQUIRE(SetErrorInfo(0, words.get()) == s_ok);
    CHECK(left_words() == "the door is locked: Schl\xC3\xBCssel?");
}

TEST_CASE("each thread has its own words", "[error_info]")
{
    const auto object = make<door>();
    CHECK(object->Open(1) == e_accessdenied);
    std::string there;
    std::thread([&] {
        there = left_words();
        object->Open(3); // kept until the thread ends
    }).join();
    CHECK(there == "none");
    CHECK(left_words() == "the door is locked: Schl\xC3\xBCssel?");
}

TEST_CASE("an object answers for the error information of the interfaces that it has", "[error_info]")
{
    const auto object = make<door>();
    const com_ptr<ISupportErrorInfo> support = object.query<ISupportErrorInfo>();
    CHECK(support->InterfaceSupportsErrorInfo(iid_of<IDoor>) == s_ok);
    CHECK(support->InterfaceSupportsErrorInfo(iid_of<IDispatch>) == s_ok);
    CHECK(support->InterfaceSupportsErrorInfo(iid_of<IOther>) == s_false);
    CHECK(support.query<IDoor>() == object);
    CHECK(support.query<IUnknown>() == object.query<IUnknown>());
    CHECK(support.query<ISupportErrorInfo>() == support);
    CHECK(object->AddRef() == 3); // the support keeps it
    object->Release();
}
