// SPDX-License-Identifier: MIT

// The calls that PowerShell and .NET make of an object, one by one: a shell lists the functions by type information and
// calls them with both flags; late binding asks for names and puts objects by value or reference; For Each asks for the
// enumerator as a property and as a method.

#include "catch.hpp"
#include "objects/late_bound.hpp"
#include <wua/agent/call_recorder.hpp>
#include <wua/agent/machine_agent.hpp>
#include <wua/com/bstr.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/wuapi/class_ids.hpp>

#if defined(_WIN32)
#include <wua/com/windows/type_info.hpp>
#else
#include <wua/com/portable/type_info.hpp>
#endif

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

using namespace wua;

namespace
{

// An object as a shell has it: its functions by name, found once by type information.
class shell_object
{
public:
    explicit shell_object(const variant& value) : m_object(com_ptr<IDispatch>(value.get().pdispVal))
    {
        REQUIRE(value.vt() == VT_DISPATCH);
        list();
    }
    explicit shell_object(const com_ptr<IUnknown>& object) : m_object(object.query<IDispatch>())
    {
        list();
    }

    variant call(const std::string& name, std::vector<variant> arguments = {}) const
    {
        constexpr WORD both = dispatch_method | dispatch_propertyget;
        REQUIRE(m_members.count(name) == 1);
        const late::outcome result = late::invoke(*m_object, m_members.at(name), both, std::move(arguments));
        INFO(name << ": " << result.description);
        REQUIRE(result.code == s_ok);
        return result.value;
    }

    // An object goes by value and by reference at the same time.
    void put(const std::string& name, const variant& value) const
    {
        VARIANT argument = value.get();
        DISPID named = dispid_propertyput;
        DISPPARAMS parameters{&argument, &named, 1, 1};
        const WORD kind =
            value.vt() == VT_DISPATCH ? dispatch_propertyput | dispatch_propertyputref : dispatch_propertyput;
        REQUIRE(m_object->Invoke(m_members.at(name), guid_null, 0x409, kind, &parameters, nullptr, nullptr, nullptr) ==
                s_ok);
    }

    std::vector<variant> each() const
    {
        const late::outcome made = late::invoke(*m_object, dispid_newenum, dispatch_method | dispatch_propertyget, {});
        REQUIRE(made.code == s_ok);
        const auto values = com_ptr<IUnknown>(made.value.get().punkVal).query<IEnumVARIANT>();
        std::vector<variant> all;
        for (variant value; values->Next(1, value.put(), nullptr) == s_ok;)
        {
            all.push_back(std::move(value));
        }
        return all;
    }

private:
    void list()
    {
        UINT count = 0;
        REQUIRE(m_object->GetTypeInfoCount(&count) == s_ok);
        REQUIRE(count == 1);
        com_ptr<ITypeInfo> information;
        REQUIRE(m_object->GetTypeInfo(0, 0x409, information.put()) == s_ok);
        TYPEATTR* attributes = nullptr;
        REQUIRE(information->GetTypeAttr(&attributes) == s_ok);
        for (UINT i = 0; i != attributes->cFuncs; ++i)
        {
            FUNCDESC* function = nullptr;
            REQUIRE(information->GetFuncDesc(i, &function) == s_ok);
            bstr name;
            REQUIRE(information->GetDocumentation(function->memid, name.put(), nullptr, nullptr, nullptr) == s_ok);
            if ((function->wFuncFlags & FUNCFLAG_FRESTRICTED) == 0)
            {
                m_members[name.to_utf8()] = function->memid;
            }
            information->ReleaseFuncDesc(function);
        }
        information->ReleaseTypeAttr(attributes);
    }

    com_ptr<IDispatch> m_object;
    std::map<std::string, DISPID> m_members;
};

// As it is, or with a recorder before it.
update_agent shell_agent(bool is_recorded)
{
    const auto engine = std::make_shared<simulated_engine>();
    update_item item = *make_item("Update", "https://host/1", 5'000'000'000);
    update_details details;
    details.kb_article_ids = {"5001001", "5001002"};
    item.details = std::make_shared<const update_details>(details);
    machine_facts facts;
    facts.history.push_back({std::make_shared<const update_item>(item), uoUninstallation, outcome::succeeded(), 46000});
    return recorded(make_agent(
                        {std::make_shared<const update_item>(item)}, [engine] { return make_downloader(engine); },
                        make_machine(engine, facts)),
                    is_recorded ? std::make_shared<call_recorder>(recorder_options()) : nullptr);
}

} // namespace

TEST_CASE("a shell comes from the session to what is installed by type information alone", "[shell_sequences]")
{
    const update_agent agent = shell_agent(GENERATE(false, true));
    const shell_object session(make_object(agent, clsid_update_session));
    session.put("ClientApplicationID", variant("shell"));
    const shell_object searcher(session.call("CreateUpdateSearcher"));
    const shell_object found(searcher.call("Search", {variant("IsInstalled=0")}));
    const variant updates = found.call("Updates");
    const shell_object list(updates);
    REQUIRE(list.call("Count").get().lVal == 1);
    const std::vector<variant> all = list.each();
    REQUIRE(all.size() == 1);
    const shell_object update(all[0]);
    CHECK(late::text(update.call("Title")) == "Update");
    CHECK(update.call("MaxDownloadSize").vt() == VT_DECIMAL);
    std::vector<std::string> articles;
    for (const variant& article : shell_object(update.call("KBArticleIDs")).each())
    {
        articles.push_back(late::text(article));
    }
    CHECK(articles == std::vector<std::string>{"5001001", "5001002"});

    const shell_object downloader(session.call("CreateUpdateDownloader"));
    downloader.put("Updates", updates);
    CHECK(shell_object(downloader.call("Download")).call("ResultCode").get().lVal == orcSucceeded);
    const shell_object installer(session.call("CreateUpdateInstaller"));
    installer.put("Updates", updates);
    CHECK(installer.call("IsBusy").get().boolVal == variant_false);
    const shell_object result(installer.call("Install"));
    CHECK(result.call("ResultCode").get().lVal == orcSucceeded);
    CHECK(shell_object(result.call("GetUpdateResult", {variant(LONG{0})})).call("RebootRequired").get().boolVal ==
          variant_false);
    CHECK(update.call("IsInstalled").get().boolVal == variant_true);
    CHECK(searcher.call("GetTotalHistoryCount").get().lVal == 2);
    const shell_object history(searcher.call("QueryHistory", {variant(LONG{0}), variant(LONG{1})}));
    CHECK(late::text(shell_object(history.each().at(0)).call("ClientApplicationID")) == "shell");
}

TEST_CASE("late binding names its parameters", "[shell_sequences]")
{
    const update_agent agent = shell_agent(GENERATE(false, true));
    const auto session = make_object(agent, clsid_update_session).query<IDispatch>();
    const shell_object searcher(late::call(*session, "CreateUpdateSearcher").value);
    const auto object = com_ptr<IDispatch>(late::call(*session, "CreateUpdateSearcher").value.get().pdispVal);
    ole_string words[] = {to_ole("QueryHistory"), to_ole("count"), to_ole("startIndex")};
    LPOLESTR names[] = {words[0].data(), words[1].data(), words[2].data()};
    DISPID ids[3] = {};
    REQUIRE(object->GetIDsOfNames(guid_null, names, 3, 0x409, ids) == s_ok);
    VARIANT arguments[] = {variant(LONG{5}).get(), variant(LONG{0}).get()};
    DISPPARAMS parameters{arguments, ids + 1, 2, 2};
    variant result;
    REQUIRE(object->Invoke(ids[0], guid_null, 0x409, dispatch_method | dispatch_propertyget, &parameters, result.put(),
                           nullptr, nullptr) == s_ok);
    CHECK(shell_object(result).call("Count").get().lVal == 1);
}

TEST_CASE("each function has as many names as a shell makes room for", "[shell_sequences]")
{
    const update_agent agent = shell_agent(GENERATE(false, true));
    for (const guid& clsid : agent_classes)
    {
        com_ptr<ITypeInfo> information;
        REQUIRE(make_object(agent, clsid).query<IDispatch>()->GetTypeInfo(0, 0, information.put()) == s_ok);
        TYPEATTR* attributes = nullptr;
        REQUIRE(information->GetTypeAttr(&attributes) == s_ok);
        const UINT functions = attributes->cFuncs;
        information->ReleaseTypeAttr(attributes);
        CHECK(functions > 0);
        for (UINT i = 0; i != functions; ++i)
        {
            FUNCDESC* function = nullptr;
            REQUIRE(information->GetFuncDesc(i, &function) == s_ok);
            BSTR names[10] = {};
            UINT count = 0;
            const auto parameters = static_cast<UINT>(function->cParams);
            CHECK(information->GetNames(function->memid, names, parameters + 1, &count) == s_ok);
            INFO("function " << i);
            const bool is_put = function->invkind == INVOKE_PROPERTYPUT;
            const bool is_restricted = (function->wFuncFlags & FUNCFLAG_FRESTRICTED) != 0; // nobody may call it
            CHECK((is_restricted || count == parameters + 1 || (is_put && count == parameters)));
            for (const BSTR name : names)
            {
                SysFreeString(name);
            }
            information->ReleaseFuncDesc(function);
        }
    }
}

TEST_CASE("a shell asks an object for interfaces that it lacks, and is refused", "[shell_sequences]")
{
    const update_agent agent = shell_agent(GENERATE(false, true));
    constexpr guid others[] = {
        "c3fcc19e-a970-11d2-8b5a-00a0c9b7c9c4"_guid, // IManagedObject
        "a6ef9860-c720-11d0-9337-00a0c90dcaa9"_guid, // IDispatchEx
        "b196b284-bab4-101a-b69c-00aa00341d07"_guid, // IConnectionPointContainer
        "ecc8691b-c1db-4dc0-855e-65f6c551af49"_guid, // INoMarshal
        "00020404-0000-0000-c000-000000000046"_guid, // IEnumVARIANT
    };
    for (const guid& clsid : agent_classes)
    {
        const auto object = make_object(agent, clsid);
        for (const guid& iid : others)
        {
            void* found = &found;
            CHECK(object->QueryInterface(iid, &found) == e_nointerface);
            CHECK(found == nullptr);
        }
    }
}

TEST_CASE("an array of strings is no text, no collection and no state", "[shell_sequences]")
{
    const update_agent agent = shell_agent(GENERATE(false, true));
    const auto session = make_object(agent, clsid_update_session).query<IDispatch>();
    const auto searcher = com_ptr<IDispatch>(late::call(*session, "CreateUpdateSearcher").value.get().pdispVal);
    const auto downloader = com_ptr<IDispatch>(late::call(*session, "CreateUpdateDownloader").value.get().pdispVal);
    VARIANT strings{};
    strings.vt = static_cast<VARTYPE>(VT_ARRAY | VT_BSTR);
    const auto passed = [&](IDispatch& object, const char* member, WORD kind) {
        DISPID named = dispid_propertyput;
        const bool is_put = kind == dispatch_propertyput;
        DISPPARAMS parameters{&strings, is_put ? &named : nullptr, 1, is_put ? 1U : 0U};
        UINT bad = 99;
        const HRESULT code =
            object.Invoke(late::id_of(object, member), guid_null, 0, kind, &parameters, nullptr, nullptr, &bad);
        CHECK(bad == 0);
        return code;
    };
    CHECK(passed(*searcher, "Search", dispatch_method) == disp_e_badvartype);
    CHECK(passed(*session, "ClientApplicationID", dispatch_propertyput) == disp_e_badvartype);
    CHECK(passed(*downloader, "Updates", dispatch_propertyput) == disp_e_badvartype);
}

TEST_CASE("every object of the agent has type information and a class", "[shell_sequences]")
{
    const update_agent agent = shell_agent(GENERATE(false, true));
    for (const guid& clsid : agent_classes)
    {
        const auto object = make_object(agent, clsid);
        const shell_object listed(object);
        com_ptr<ITypeInfo> of_class;
        CHECK(object.query<IProvideClassInfo>()->GetClassInfo(of_class.put()) == s_ok);
    }
}
