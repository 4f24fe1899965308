// SPDX-License-Identifier: MIT

// Type information from the tables of an object's interfaces.

#include "catch.hpp"
#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/enum_variant.hpp>
#include <wua/com/implements.hpp>
#include <wua/com/type_information.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/string_collection.hpp>
#include <wua/objects/update_downloader.hpp>

#if defined(_WIN32)
#include <wua/com/windows/type_info.hpp>
#else
#include <wua/com/portable/type_info.hpp>
#endif

#include <map>
#include <memory>
#include <string>
#include <utility>

using namespace wua;

namespace
{

com_ptr<ITypeInfo> type_of(IDispatch& object)
{
    com_ptr<ITypeInfo> information;
    throw_if_failed(object.GetTypeInfo(0, locale_neutral, information.put()));
    return information;
}

struct found_function
{
    DISPID dispid;
    SHORT parameters;
    VARTYPE result;
    WORD flags;
};

// As a shell lists the members of an object: by name and kind.
std::map<std::pair<std::string, int>, found_function> functions_of(ITypeInfo& information)
{
    TYPEATTR* attributes = nullptr;
    throw_if_failed(information.GetTypeAttr(&attributes));
    std::map<std::pair<std::string, int>, found_function> found;
    for (UINT i = 0; i != attributes->cFuncs; ++i)
    {
        FUNCDESC* function = nullptr;
        throw_if_failed(information.GetFuncDesc(i, &function));
        BSTR name = nullptr;
        UINT count = 0;
        throw_if_failed(information.GetNames(function->memid, &name, 1, &count));
        bstr owner;
        owner.attach(name);
        found[{owner.to_utf8(), function->invkind}] = {
            function->memid, function->cParams, function->elemdescFunc.tdesc.vt, function->wFuncFlags};
        information.ReleaseFuncDesc(function);
    }
    FUNCDESC* beyond = nullptr;
    CHECK(failed(information.GetFuncDesc(attributes->cFuncs, &beyond)));
    information.ReleaseTypeAttr(attributes);
    return found;
}

} // namespace

TEST_CASE("an object tells the functions of its interface by name, kind, parameters and result", "[type_information]")
{
    const auto strings = make_string_collection();
    UINT count = 0;
    CHECK(strings->GetTypeInfoCount(&count) == s_ok);
    CHECK(count == 1);
    CHECK(strings->GetTypeInfoCount(nullptr) == e_pointer);
    CHECK(strings->GetTypeInfo(0, locale_neutral, nullptr) == e_pointer);
    com_ptr<ITypeInfo> none;
    CHECK(strings->GetTypeInfo(1, locale_neutral, none.put()) == disp_e_badindex);

    const auto information = type_of(*strings);
    TYPEATTR* attributes = nullptr;
    REQUIRE(information->GetTypeAttr(&attributes) == s_ok);
    CHECK(same(attributes->guid, iid_of<IStringCollection>));
    CHECK(attributes->typekind == TKIND_DISPATCH);
    CHECK(attributes->cFuncs == 10);
    information->ReleaseTypeAttr(attributes);

    const auto found = functions_of(*information);
    CHECK(found.at({"Item", INVOKE_PROPERTYGET}).dispid == 0);
    CHECK(found.at({"Item", INVOKE_PROPERTYGET}).parameters == 1);
    CHECK(found.at({"Item", INVOKE_PROPERTYGET}).result == VT_BSTR);
    CHECK(found.at({"Item", INVOKE_PROPERTYPUT}).parameters == 2);
    CHECK(found.at({"Add", INVOKE_FUNC}).result == VT_I4);
    CHECK(found.at({"Clear", INVOKE_FUNC}).result == VT_VOID);
    CHECK(found.at({"_NewEnum", INVOKE_PROPERTYGET}).flags == FUNCFLAG_FRESTRICTED);
}

TEST_CASE("the members of an interface's bases come with it, parameters have names", "[type_information]")
{
    const auto downloader = make_downloader(simulated_engine());
    const auto information = type_of(*downloader);
    const auto found = functions_of(*information);
    CHECK(found.at({"BeginDownload", INVOKE_FUNC}).parameters == 3);
    CHECK(found.at({"BeginDownload2", INVOKE_FUNC}).dispid == 0x60090001);
    BSTR names[8] = {};
    UINT count = 0;
    REQUIRE(information->GetNames(0x60020005, names, 8, &count) == s_ok);
    REQUIRE(count == 4);
    bstr texts[4];
    for (UINT i = 0; i != count; ++i)
    {
        texts[i].attach(names[i]);
    }
    CHECK(texts[0].to_utf8() == "BeginDownload");
    CHECK(texts[1].to_utf8() == "onProgressChanged");
    CHECK(texts[3].to_utf8() == "state");
    ole_string state = to_ole("BeginDownload");
    LPOLESTR asked[] = {state.data()};
    MEMBERID id = 0;
    REQUIRE(information->GetIDsOfNames(asked, 1, &id) == s_ok);
    CHECK(id == 0x60020005);
    bstr name;
    REQUIRE(information->GetDocumentation(id, name.put(), nullptr, nullptr, nullptr) == s_ok);
    CHECK(name.to_utf8() == "BeginDownload");
    REQUIRE(information->GetDocumentation(dispid_unknown, name.put(), nullptr, nullptr, nullptr) == s_ok);
    CHECK(name.to_utf8() == "IUpdateDownloaderEx");
}

TEST_CASE("what is not there is refused without a crash", "[type_information]")
{
    const auto strings = make_string_collection();
    const auto information = type_of(*strings);
    BSTR text = nullptr;
    UINT count = 0;
    CHECK(failed(information->GetNames(77, &text, 1, &count)));
    CHECK(failed(information->GetDocumentation(77, nullptr, nullptr, nullptr, nullptr)));
    HREFTYPE reference = 0;
    CHECK(failed(information->GetRefTypeOfImplType(0, &reference)));
    com_ptr<ITypeInfo> referred;
    CHECK(information->GetRefTypeInfo(1, referred.put()) == e_notimpl);
    ITypeLib* library = nullptr;
    CHECK(information->GetContainingTypeLib(&library, &count) == e_notimpl);
    ITypeComp* compiler = nullptr;
    CHECK(information->GetTypeComp(&compiler) == e_notimpl);
    CHECK(information->GetTypeAttr(nullptr) == e_pointer);
    CHECK(information->GetFuncDesc(0, nullptr) == e_pointer);
    CHECK(information->GetNames(0, nullptr, 1, &count) == e_pointer);
    CHECK(information->GetNames(0, &text, 1, nullptr) == e_pointer);
    void* object = nullptr;
    CHECK(information->QueryInterface(iid_of<IDispatch>, &object) == e_nointerface);
    CHECK(information->QueryInterface(iid_of<ITypeInfo>, nullptr) == e_pointer);
}

TEST_CASE("type information has functions and nothing else", "[type_information]")
{
    const auto strings = make_string_collection();
    const auto of_interface = type_of(*strings);
    com_ptr<ITypeInfo> of_class;
    REQUIRE(com_ptr<IStringCollection>(strings).query<IProvideClassInfo>()->GetClassInfo(of_class.put()) == s_ok);
    for (const com_ptr<ITypeInfo>& information : {of_interface, of_class})
    {
        constexpr HRESULT not_found = make_hresult(0x8002802B);
        CHECK(information.query<IUnknown>() == information);
        VARDESC* variable = nullptr;
        CHECK(information->GetVarDesc(0, &variable) == not_found);
        CHECK(information->GetVarDesc(0, nullptr) == e_pointer);
        information->ReleaseVarDesc(variable); // as callers do that release whatever they were given
        CHECK(information->Invoke(nullptr, 0, 0, nullptr, nullptr, nullptr, nullptr) == e_notimpl);
        CHECK(information->GetDllEntry(0, INVOKE_FUNC, nullptr, nullptr, nullptr) == not_found);
        void* object = &variable;
        CHECK(information->AddressOfMember(0, INVOKE_FUNC, &object) == not_found);
        CHECK(information->CreateInstance(nullptr, iid_of<IUnknown>, &object) == e_notimpl);
        CHECK(object == nullptr);
        CHECK(information->CreateInstance(nullptr, iid_of<IUnknown>, nullptr) == e_pointer);
        BSTR text = nullptr;
        CHECK(information->GetMops(0, &text) == e_notimpl);
        CHECK(information->GetTypeAttr(nullptr) == e_pointer);
        CHECK(information->GetImplTypeFlags(0, nullptr) == e_pointer);
        CHECK(information->GetRefTypeOfImplType(0, nullptr) == e_pointer);
        CHECK(information->GetRefTypeInfo(0, nullptr) == e_pointer);
    }
    INT flags = 7;
    CHECK(of_interface->GetImplTypeFlags(0, &flags) == s_ok);
    CHECK(flags == 0);
    FUNCDESC* function = nullptr;
    CHECK(failed(of_class->GetFuncDesc(0, &function)));
    of_class->ReleaseFuncDesc(function);
    CHECK(of_class->GetFuncDesc(0, nullptr) == e_pointer);
    BSTR text = nullptr;
    UINT count = 0;
    CHECK(failed(of_class->GetNames(0, &text, 1, &count)));
    MEMBERID id = 0;
    ole_string name = to_ole("Item");
    LPOLESTR asked[] = {name.data()};
    CHECK(of_class->GetIDsOfNames(asked, 1, &id) == disp_e_unknownname);
    DWORD context = 7;
    CHECK(of_interface->GetDocumentation(dispid_unknown, nullptr, nullptr, &context, nullptr) == s_ok);
    CHECK(context == 0);
}

TEST_CASE("an object that no script can call has no class to tell", "[type_information]")
{
    CHECK(com_ptr<IUnknown>(make_enum_variant({})).try_query<IProvideClassInfo>() == nullptr);
}

TEST_CASE("an object tells its class, whose default interface is its own", "[type_information]")
{
    const auto strings = make_string_collection();
    const auto provider = com_ptr<IStringCollection>(strings).query<IProvideClassInfo>();
    CHECK(provider.query<IUnknown>() == strings.query<IUnknown>());
    CHECK(provider.query<IProvideClassInfo>() == provider);
    com_ptr<ITypeInfo> of_class;
    CHECK(provider->GetClassInfo(nullptr) == e_pointer);
    REQUIRE(provider->GetClassInfo(of_class.put()) == s_ok);
    TYPEATTR* attributes = nullptr;
    REQUIRE(of_class->GetTypeAttr(&attributes) == s_ok);
    CHECK(attributes->typekind == TKIND_COCLASS);
    CHECK(attributes->cImplTypes == 1);
    of_class->ReleaseTypeAttr(attributes);
    INT flags = 0;
    REQUIRE(of_class->GetImplTypeFlags(0, &flags) == s_ok);
    CHECK(flags == IMPLTYPEFLAG_FDEFAULT);
    HREFTYPE reference = 0;
    REQUIRE(of_class->GetRefTypeOfImplType(0, &reference) == s_ok);
    CHECK(failed(of_class->GetRefTypeOfImplType(1, &reference)));
    com_ptr<ITypeInfo> of_interface;
    REQUIRE(of_class->GetRefTypeInfo(0, of_interface.put()) == s_ok);
    CHECK(functions_of(*of_interface).size() == 10);
    bstr name;
    REQUIRE(of_class->GetDocumentation(dispid_unknown, name.put(), nullptr, nullptr, nullptr) == s_ok);
    CHECK(name.to_utf8() == "IStringCollection");
}
