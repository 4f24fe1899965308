// SPDX-License-Identifier: MIT
// The operations of objects/ that start no job: updates, collections, searches, sessions, late binding.

#include "objects/foreign_update.hpp"
#include "objects/late_bound.hpp"
#include "torture/oom_point.hpp"
#include <wua/agent/call_recorder.hpp>
#include <wua/agent/search_result.hpp>
#include <wua/agent/update_agent.hpp>
#include <wua/agent/update_searcher.hpp>
#include <wua/agent/update_session.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/implements.hpp>
#include <wua/com/variant.hpp>
#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/category_collection.hpp>
#include <wua/objects/download_content.hpp>
#include <wua/objects/string_collection.hpp>
#include <wua/objects/to_update_item.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/objects/update_exception.hpp>
#include <wua/objects/update_identity.hpp>
#include <wua/wuapi/errors.hpp>

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace
{

using oom::point;

constexpr const char* text = "a text that is too long for the place inside a string";
constexpr const char* id = "12345678-9abc-def0-1234-56789abcdef0";

wua::update_pointer rich_item()
{
    auto details = std::make_shared<wua::update_details>();
    details->description = text;
    details->eula_text = text;
    details->support_url = text;
    details->release_notes = text;
    details->msrc_severity = text;
    details->handler_id = text;
    details->kb_article_ids = {text, text};
    details->cve_ids = {text};
    details->languages = {text, text};
    details->more_info_urls = {text};
    details->security_bulletin_ids = {text};
    details->superseded_update_ids = {text, text, text};
    wua::update_item item;
    item.identity = {id, 7};
    item.title = text;
    item.files = {{{text}, {}, 100, {}, false}, {{text, text}, {}, 200, {}, true}};
    item.details = std::move(details);
    return std::make_shared<const wua::update_item>(std::move(item));
}

template <class I>
void read_text(point& at, I& object, wua::HRESULT (WUA_STDCALL I::*get)(wua::BSTR*))
{
    wua::bstr got;
    at.expect(at([&] { return (object.*get)(got.put()); }) == (got.get() != nullptr), "a failed getter left a text");
}

// Gets an object, and iterates over it if it is a collection.
template <class I, class Made>
wua::com_ptr<Made> read_object(point& at, I& object, wua::HRESULT (WUA_STDCALL I::*get)(Made**))
{
    wua::com_ptr<Made> got;
    at.expect(at([&] { return (object.*get)(got.put()); }) == (got != nullptr), "a failed getter left an object");
    return got;
}

template <class Collection>
void walk(point& at, Collection* collection)
{
    if (collection == nullptr)
    {
        return;
    }
    wua::com_ptr<wua::IUnknown> made;
    if (!at([&] { return collection->get__NewEnum(made.put()); }))
    {
        at.expect(made == nullptr, "a failed _NewEnum left an object");
        return;
    }
    const auto items = made.query<wua::IEnumVARIANT>();
    wua::variant first;
    wua::ULONG fetched = 0;
    at([&] { return items->Next(1, first.put(), &fetched); });
}

void update(point& at)
{
    const wua::update_pointer item = rich_item();
    wua::com_ptr<wua::IUpdate> made;
    if (!at([&] { made = wua::make_update(item); }))
    {
        return;
    }
    const auto all = made.query<wua::IUpdate5>();
    wua::IUpdate5& one = *all;
    for (const auto get :
         {&wua::IUpdate::get_Title, &wua::IUpdate::get_Description, &wua::IUpdate::get_EulaText,
          &wua::IUpdate::get_HandlerID, &wua::IUpdate::get_MsrcSeverity, &wua::IUpdate::get_ReleaseNotes,
          &wua::IUpdate::get_SupportUrl, &wua::IUpdate::get_UninstallationNotes})
    {
        read_text<wua::IUpdate>(at, one, get);
    }
    for (const auto get : {&wua::IUpdate::get_Languages, &wua::IUpdate::get_MoreInfoUrls,
                           &wua::IUpdate::get_SecurityBulletinIDs, &wua::IUpdate::get_SupersededUpdateIDs,
                           &wua::IUpdate::get_UninstallationSteps, &wua::IUpdate::get_KBArticleIDs})
    {
        walk(at, read_object<wua::IUpdate>(at, one, get).get());
    }
    walk(at, read_object<wua::IUpdate2>(at, one, &wua::IUpdate2::get_CveIDs).get());
    read_object<wua::IUpdate>(at, one, &wua::IUpdate::get_BundledUpdates);
    read_object<wua::IUpdate>(at, one, &wua::IUpdate::get_Categories);
    if (const auto identity = read_object<wua::IUpdate>(at, one, &wua::IUpdate::get_Identity))
    {
        read_text(at, *identity, &wua::IUpdateIdentity::get_UpdateID);
    }
    if (const auto contents = read_object<wua::IUpdate>(at, one, &wua::IUpdate::get_DownloadContents))
    {
        walk(at, contents.get());
        wua::com_ptr<wua::IUpdateDownloadContent> content;
        wua::throw_if_failed(contents->get_Item(1, content.put()));
        read_text(at, *content, &wua::IUpdateDownloadContent::get_DownloadUrl);
    }
    at([&] {
        wua::DECIMAL size{};
        return one.get_MaxDownloadSize(&size);
    });
    at([&] { wua::to_update_item(one); });
}

std::vector<wua::com_ptr<wua::IUpdate>> updates(int count)
{
    std::vector<wua::com_ptr<wua::IUpdate>> made;
    for (int i = 0; i != count; ++i)
    {
        made.push_back(wua::make_update(wua::make_item(text, text, 100)));
    }
    return made;
}

wua::LONG count_of(wua::IUpdateCollection& collection)
{
    wua::LONG count = -1;
    wua::throw_if_failed(collection.get_Count(&count));
    return count;
}

void update_collection(point& at)
{
    auto given = updates(2);
    const auto extra = updates(1);
    wua::com_ptr<wua::IUpdateCollection> made;
    if (!at([&] { made = wua::make_update_collection(std::move(given)); }))
    {
        return;
    }
    wua::LONG count = 2;
    wua::LONG index = -1;
    count += at([&] { return made->Add(extra[0].get(), &index); }) ? 1 : 0;
    at.expect(count_of(*made) == count && index == (count == 3 ? 2 : 0), "half of Add was done");
    count += at([&] { return made->Insert(0, extra[0].get()); }) ? 1 : 0;
    at.expect(count_of(*made) == count, "half of Insert was done");
    at([&] { return made->put_Item(1, extra[0].get()); });
    at.expect(count_of(*made) == count, "put_Item changed the count");
    wua::com_ptr<wua::IUpdateCollection> copy;
    if (at([&] { return made->Copy(copy.put()); }))
    {
        at.expect(count_of(*copy) == count, "a copy is incomplete");
    }
    else
    {
        at.expect(copy == nullptr, "a failed Copy left something");
    }
    walk(at, made.get());
    wua::com_ptr<wua::IUpdate> first;
    at([&] { return made->get_Item(0, first.put()); });
    at([&] { wua::updates_of(*made); });
    count -= at([&] { return made->RemoveAt(0); }) ? 1 : 0;
    at.expect(count_of(*made) == count, "half of RemoveAt was done");
    at([&] { return made->Clear(); });
    at.expect(count_of(*made) == 0, "Clear left something");
}

void read_only_collection(point& at)
{
    auto given = updates(2);
    wua::com_ptr<wua::IUpdateCollection> made;
    if (at([&] { made = wua::make_read_only_collection(std::move(given)); }))
    {
        wua::com_ptr<wua::IUpdateCollection> copy;
        at([&] { return made->Copy(copy.put()); });
        walk(at, made.get());
    }
}

void string_collection(point& at)
{
    const std::vector<std::string> texts{text, "short", text};
    const wua::bstr extra(text);
    wua::com_ptr<wua::IStringCollection> made;
    if (!at([&] { made = wua::make_string_collection(texts); }))
    {
        return;
    }
    const auto count = [&] {
        wua::LONG value = -1;
        wua::throw_if_failed(made->get_Count(&value));
        return value;
    };
    wua::LONG expected = 3;
    wua::LONG index = -1;
    expected += at([&] { return made->Add(extra.get(), &index); }) ? 1 : 0;
    at.expect(count() == expected, "half of Add was done");
    expected += at([&] { return made->Insert(1, extra.get()); }) ? 1 : 0;
    at.expect(count() == expected, "half of Insert was done");
    if (!at([&] { return made->put_Item(0, wua::BSTR(nullptr)); }))
    {
        wua::bstr first;
        wua::throw_if_failed(made->get_Item(0, first.put()));
        at.expect(first.to_utf8() == text, "a failed put_Item changed the item");
    }
    read_text(at, *wua::make_update_identity({id, 1}), &wua::IUpdateIdentity::get_UpdateID);
    wua::bstr item;
    at.expect(at([&] { return made->get_Item(2, item.put()); }) == (item.get() != nullptr), "half of Item was done");
    wua::com_ptr<wua::IStringCollection> copy;
    at([&] { return made->Copy(copy.put()); });
    walk(at, made.get());
    at([&] { wua::strings_of(*made); });
    at([&] { return made->RemoveAt(0); });
    at([&] { return made->Clear(); });
    at([&] { wua::make_read_only_strings(texts); });
}

void exceptions(point& at)
{
    wua::com_ptr<wua::IUpdateException> made;
    if (at([&] { made = wua::make<wua::update_exception>(wua::e_fail, text, wua::uecGeneral); }))
    {
        read_text(at, *made, &wua::IUpdateException::get_Message);
        wua::com_ptr<wua::IUpdateExceptionCollection> all;
        if (at([&] { all = wua::make_exception_collection({made}); }))
        {
            walk(at, all.get());
        }
    }
}

wua::com_ptr<wua::IUpdate> foreign()
{
    const auto bundled = wua::make<foreign_update>();
    bundled->contents = wua::make_download_contents(rich_item());
    const auto made = wua::make<foreign_update>();
    made->title = text;
    made->identity = wua::make_update_identity({id, 3});
    made->max_size = wua::to_decimal(1000);
    made->contents = wua::make_download_contents(rich_item());
    made->bundled = wua::make_update_collection({bundled});
    made->categories = wua::make_category_collection();
    made->action = wua::daInstallation;
    made->is_installed = false;
    return made;
}

void foreign_item(point& at)
{
    const auto object = foreign();
    wua::update_pointer item;
    if (at([&] { item = wua::to_update_item(*object); }))
    {
        at.expect(item->title == text && item->files.size() == 4, "a part of the update was left out");
    }
}

void session(point& at)
{
    auto given = updates(2);
    const auto engine = std::make_shared<wua::simulated_engine>();
    wua::com_ptr<wua::IUpdateSession3> made;
    if (!at([&] { made = wua::make_session(std::move(given), [engine] { return wua::make_downloader(engine); }); }))
    {
        return;
    }
    const wua::bstr name(text);
    const bool is_named = at([&] { return made->put_ClientApplicationID(name.get()); });
    wua::bstr got;
    if (at([&] { return made->get_ClientApplicationID(got.put()); }))
    {
        at.expect((got.to_utf8() == text) == is_named, "half of put_ClientApplicationID was done");
    }
    wua::com_ptr<wua::IUpdateSearcher> searcher;
    at.expect(at([&] { return made->CreateUpdateSearcher(searcher.put()); }) == (searcher != nullptr),
              "a failed CreateUpdateSearcher left an object");
    wua::com_ptr<wua::IUpdateDownloader> downloader;
    at.expect(at([&] { return made->CreateUpdateDownloader(downloader.put()); }) == (downloader != nullptr),
              "a failed CreateUpdateDownloader left an object");
}

wua::LONG found_by(wua::ISearchResult& result)
{
    wua::com_ptr<wua::IUpdateCollection> found;
    wua::throw_if_failed(result.get_Updates(found.put()));
    return count_of(*found);
}

constexpr const char* criteria =
    "( IsInstalled = 0 and RevisionNumber = 7 and IsHidden = 0 ) or "
    "UpdateID = '12345678-9abc-def0-1234-56789abcdef0'";

// Recording may fail silently, but not what the client receives.
void recorded_calls(point& at)
{
    const auto engine = std::make_shared<wua::simulated_engine>();
    const auto recorder = std::make_shared<wua::call_recorder>(wua::recorder_options());
    const wua::update_agent agent =
        wua::recorded(wua::make_agent({rich_item()}, [engine] { return wua::make_downloader(engine); }), recorder);
    const auto asks = [&](auto& place, auto&& ask) {
        const bool is_success = at.survives([&] { return ask(place.put()); });
        at.expect(is_success == (place != nullptr), "a call that failed left an object, or one that did not left none");
        return is_success;
    };
    {
        wua::com_ptr<wua::IUnknown> object;
        if (!at.survives([&] { object = wua::make_object(agent, wua::clsid_update_session); }))
        {
            return;
        }
        const auto made = object.query<wua::IUpdateSession>();
        wua::com_ptr<wua::IUpdateSearcher> searcher;
        wua::com_ptr<wua::ISearchResult> found;
        wua::com_ptr<wua::IUpdateCollection> updates;
        wua::com_ptr<wua::IUpdateDownloader> downloader;
        wua::com_ptr<wua::IDownloadJob> job;
        wua::com_ptr<wua::IDownloadResult> result;
        const wua::bstr criteria("IsInstalled=0");
        if (asks(searcher, [&](auto* place) { return made->CreateUpdateSearcher(place); }) &&
            asks(found, [&](auto* place) { return searcher->Search(criteria.get(), place); }) &&
            asks(updates, [&](auto* place) { return found->get_Updates(place); }) &&
            asks(downloader, [&](auto* place) { return made->CreateUpdateDownloader(place); }) &&
            at.survives([&] { return downloader->put_Updates(updates.get()); }) &&
            asks(job, [&](auto* place) { return downloader->BeginDownload(nullptr, nullptr, wua::VARIANT{}, place); }))
        {
            asks(result, [&](auto* place) { return downloader->EndDownload(job.get(), place); });
        }
        wua::com_ptr<wua::IUnknown> all;
        if (updates != nullptr && asks(all, [&](auto* place) { return updates->get__NewEnum(place); }))
        {
            wua::variant value;
            const auto values = all.query<wua::IEnumVARIANT>();
            at.survives([&] { return values->Next(1, value.put(), nullptr); });
        }
    }
    at.survives([&] { recorder->end(); });
}

void searcher(point& at)
{
    std::vector<wua::com_ptr<wua::IUpdate>> given{wua::make_update(rich_item()), wua::make_update(rich_item())};
    const wua::bstr asked(criteria);
    wua::com_ptr<wua::IUpdateSearcher> made;
    if (!at([&] { made = wua::make_searcher(std::move(given)); }))
    {
        return;
    }
    wua::com_ptr<wua::ISearchResult> result;
    if (at([&] { return made->Search(asked.get(), result.put()); }))
    {
        at.expect(found_by(*result) == 2, "the search left an update out");
        read_object(at, *result, &wua::ISearchResult::get_Updates);
        read_object(at, *result, &wua::ISearchResult::get_RootCategories);
        read_object(at, *result, &wua::ISearchResult::get_Warnings);
    }
    else
    {
        at.expect(result == nullptr, "a failed Search left a result");
    }
    const wua::bstr name(text);
    at([&] { return made->put_ClientApplicationID(name.get()); });
    at([&] { return made->put_ServiceID(name.get()); });
    read_text(at, *made, &wua::IUpdateSearcher::get_ServiceID);
    wua::bstr escaped;
    at([&] { return made->EscapeString(name.get(), escaped.put()); });
}

void search_of_foreign(point& at)
{
    const auto strange = wua::make_searcher({foreign(), wua::make<foreign_update>()});
    const wua::bstr asked("IsInstalled = 0 and UpdateID != ''");
    wua::com_ptr<wua::ISearchResult> result;
    if (at([&] { return strange->Search(asked.get(), result.put()); }))
    {
        at.expect(found_by(*result) == 1, "the search left an update out");
    }
}

class search_callback final : public wua::implements<search_callback, wua::ISearchCompletedCallback>
{
public:
    wua::HRESULT WUA_STDCALL Invoke(wua::ISearchJob*, wua::ISearchCompletedCallbackArgs*) noexcept override
    {
        ++calls;
        return wua::s_ok;
    }
    int calls = 0;
};

void begin_search(point& at)
{
    const auto made = wua::make_searcher({wua::make_update(rich_item())});
    const wua::bstr asked(criteria);
    const wua::variant state(text);
    const auto heard = wua::make<search_callback>();
    wua::com_ptr<wua::ISearchJob> job;
    if (!at([&] { return made->BeginSearch(asked.get(), heard.get(), state.get(), job.put()); }))
    {
        at.expect(job == nullptr && heard->calls == 0, "half of BeginSearch was done");
        return;
    }
    wua::variant kept;
    at([&] { return job->get_AsyncState(kept.put()); });
    wua::com_ptr<wua::ISearchResult> result;
    // Makes the callback on this thread if no other can.
    at.survives([&] { return made->EndSearch(job.get(), result.put()); });
    at.survives([&] { return job->CleanUp(); });
    at.expect(heard->calls == 1, "completed was not told once");
}

// ---- late binding ----

void late_bound(point& at)
{
    const auto one = wua::make_update(rich_item());
    const auto many = wua::make_update_collection({one});
    const auto found = wua::make_searcher({one});
    const auto engine = std::make_shared<wua::simulated_engine>();
    const auto downloader = wua::make_downloader(engine);
    wua::ole_string wide = wua::to_ole("Title");
    wua::LPOLESTR names[] = {wide.data()};
    wua::DISPID title = 0;
    at([&] { return one->GetIDsOfNames(wua::guid_null, names, 1, 0, &title); });

    const auto invoke =
        [&](wua::IDispatch& object, const char* name, wua::WORD kind, std::vector<wua::variant> arguments) {
            const wua::DISPID member = late::id_of(object, name);
            std::vector<wua::VARIANT> passed;
            for (std::size_t i = arguments.size(); i-- != 0;)
            {
                passed.push_back(arguments[i].get());
            }
            const bool writes = kind == wua::dispatch_propertyput;
            wua::DISPID named = wua::dispid_propertyput;
            wua::DISPPARAMS parameters{
                passed.data(), writes ? &named : nullptr, static_cast<wua::UINT>(passed.size()), writes ? 1U : 0U};
            wua::variant result;
            wua::VARIANT* place = writes ? nullptr : result.put();
            at([&] {
                wua::EXCEPINFO record{};
                const wua::HRESULT code =
                    object.Invoke(member, wua::guid_null, 0, kind, &parameters, place, &record, nullptr);
                wua::SysFreeString(record.bstrSource);
                wua::SysFreeString(record.bstrDescription);
                return code == wua::disp_e_exception ? record.scode : code;
            });
            return result;
        };
    invoke(*one, "Title", wua::dispatch_propertyget, {});
    invoke(*one, "Languages", wua::dispatch_propertyget, {0});
    invoke(*many, "Item", wua::dispatch_propertyget, {"0"});
    invoke(*many, "Copy", wua::dispatch_method, {});
    invoke(*many, "Add", wua::dispatch_method, {one});
    invoke(*found, "ServiceID", wua::dispatch_propertyput, {12345});
    invoke(*found, "Search", wua::dispatch_method, {criteria});
    invoke(*found, "EscapeString", wua::dispatch_method, {text});
    invoke(*downloader, "ClientApplicationID", wua::dispatch_propertyput, {text});
    invoke(*downloader, "Updates", wua::dispatch_propertyput, {many});
    invoke(*downloader, "Priority", wua::dispatch_propertyput, {"3"});
}

void late_bound_failure(point& at)
{
    const auto many = wua::make_update_collection();
    wua::variant index(5);
    wua::VARIANT argument = index.get();
    wua::DISPPARAMS parameters{&argument, nullptr, 1, 0};
    wua::EXCEPINFO record{};
    wua::HRESULT code = wua::s_ok;
    wua::variant result;
    at.survives([&] {
        code = many->Invoke(wua::dispid_value, wua::guid_null, 0, wua::dispatch_propertyget, &parameters, result.put(),
                            &record, nullptr);
    });
    at.expect(code == wua::disp_e_exception && record.scode == wua::wu_e_invalidindex, "the failure's code was lost");
    at.expect((record.bstrSource == nullptr) == (record.bstrDescription == nullptr), "half of the words are there");
    wua::SysFreeString(record.bstrSource);
    wua::SysFreeString(record.bstrDescription);
}

// ---- the downloader's settings ----

void downloader_settings(point& at)
{
    const auto engine = std::make_shared<wua::simulated_engine>();
    wua::com_ptr<wua::IUpdateDownloader> made;
    if (!at([&] { made = wua::make_downloader(engine); }))
    {
        return;
    }
    const wua::bstr name(text);
    const bool is_named = at([&] { return made->put_ClientApplicationID(name.get()); });
    wua::bstr got;
    if (at([&] { return made->get_ClientApplicationID(got.put()); }))
    {
        at.expect(got.to_utf8() == (is_named ? text : "Unknown"), "half of put_ClientApplicationID was done");
    }
    const auto many = wua::make_update_collection();
    at([&] { return made->put_Updates(many.get()); });
    at([&] { return made->put_Priority(wua::dpHigh); });
    at([&] { return made->put_IsForced(wua::variant_true); });
    wua::com_ptr<wua::IDownloadJob> job;
    at.survives([&] {
        const wua::HRESULT code = made->BeginDownload(nullptr, nullptr, wua::VARIANT{}, job.put());
        return code == wua::wu_e_no_update ? wua::s_ok : code;
    });
    at.expect(job == nullptr, "an empty job was begun");
}

constexpr std::array operations{
    oom::operation{"update", update},
    oom::operation{"update of others", foreign_item},
    oom::operation{"update collection", update_collection},
    oom::operation{"read-only collection", read_only_collection},
    oom::operation{"string collection", string_collection},
    oom::operation{"update exception", exceptions},
    oom::operation{"session", session},
    oom::operation{"recorded calls", recorded_calls},
    oom::operation{"searcher", searcher},
    oom::operation{"search of others", search_of_foreign},
    oom::operation{"BeginSearch", begin_search},
    oom::operation{"late binding", late_bound},
    oom::operation{"late binding: failing member", late_bound_failure},
    oom::operation{"downloader's settings", downloader_settings},
};

} // namespace

std::span<const oom::operation> oom::object_operations()
{
    return operations;
}
