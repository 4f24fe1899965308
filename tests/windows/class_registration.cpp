// SPDX-License-Identifier: MIT

// Our objects behind the update agent's class identifiers.

#include "catch.hpp"
#include "windows/apartment.hpp"
#include <wua/engine/simulated_engine.hpp>
#include <wua/objects/update_downloader.hpp>
#include <wua/windows/class_registration.hpp>

#include <wuapi.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace
{

wua::update_agent two_updates()
{
    const auto engine = std::make_shared<wua::simulated_engine>();
    return wua::make_agent(
        {wua::make_item("One", "https://host/1", 1000), wua::make_item("Two", "https://host/2", 2000)},
        [engine] { return wua::make_downloader(engine); });
}

template <class I>
wua::com_ptr<I> create(const wua::guid& clsid)
{
    wua::com_ptr<I> object;
    wua::throw_if_failed(
        CoCreateInstance(clsid, nullptr, CLSCTX_INPROC_SERVER, __uuidof(I), reinterpret_cast<void**>(object.put())));
    return object;
}

wua::com_ptr<::IUpdateCollection> search()
{
    const auto session = create<::IUpdateSession>(wua::clsid_update_session);
    wua::com_ptr<::IUpdateSearcher> searcher;
    wua::throw_if_failed(session->CreateUpdateSearcher(searcher.put()));
    wua::com_ptr<::ISearchResult> result;
    wua::throw_if_failed(searcher->Search(wua::bstr("IsInstalled=0").get(), result.put()));
    wua::com_ptr<::IUpdateCollection> updates;
    wua::throw_if_failed(result->get_Updates(updates.put()));
    return updates;
}

// What a client that knows the SDK's interfaces finds.
struct findings
{
    LONG updates = -1;
    std::string first;
    LONG result = -1;
    LONG strings = -1;
};

findings look_around()
{
    findings found;
    const wua::com_ptr<::IUpdateCollection> updates = search();
    wua::throw_if_failed(updates->get_Count(&found.updates));
    wua::com_ptr<::IUpdate> first;
    wua::throw_if_failed(updates->get_Item(0, first.put()));
    wua::bstr title;
    wua::throw_if_failed(first->get_Title(title.put()));
    found.first = title.to_utf8();

    const auto chosen = create<::IUpdateCollection>(wua::clsid_update_collection);
    LONG place = -1;
    wua::throw_if_failed(chosen->Add(first.get(), &place));
    const auto downloader = create<::IUpdateDownloader>(wua::clsid_update_downloader);
    wua::throw_if_failed(downloader->put_Updates(chosen.get()));
    wua::com_ptr<::IDownloadResult> downloaded;
    wua::throw_if_failed(downloader->Download(downloaded.put()));
    ::OperationResultCode code{};
    wua::throw_if_failed(downloaded->get_ResultCode(&code));
    found.result = code;
    wua::throw_if_failed(create<::IStringCollection>(wua::clsid_string_collection)->get_Count(&found.strings));
    return found;
}

HRESULT registering_again()
{
    try
    {
        const wua::class_registration second(two_updates());
    }
    catch (const wua::hresult_error& error)
    {
        return error.code();
    }
    return S_OK;
}

} // namespace

TEST_CASE("CoCreateInstance reaches the agent, in an apartment of either kind", "[class_registration]")
{
    const DWORD kind = GENERATE(as<DWORD>(), COINIT_APARTMENTTHREADED, COINIT_MULTITHREADED);
    const findings found = in_apartment(kind, [] {
        const wua::class_registration registration(two_updates());
        return look_around();
    });
    CHECK(found.updates == 2);
    CHECK(found.first == "One");
    CHECK(found.result == wua::orcSucceeded);
    CHECK(found.strings == 0);
}

TEST_CASE("sessions of one agent show the same updates", "[class_registration]")
{
    const auto is_downloaded = in_apartment(COINIT_MULTITHREADED, [] {
        const wua::class_registration registration(two_updates());
        look_around(); // which downloads the first
        const wua::com_ptr<::IUpdateCollection> updates = search();
        std::vector<VARIANT_BOOL> answers(2);
        for (LONG i = 0; i != 2; ++i)
        {
            wua::com_ptr<::IUpdate> update;
            wua::throw_if_failed(updates->get_Item(i, update.put()));
            wua::throw_if_failed(update->get_IsDownloaded(&answers[static_cast<size_t>(i)]));
        }
        return answers;
    });
    CHECK(is_downloaded == std::vector<VARIANT_BOOL>{VARIANT_TRUE, VARIANT_FALSE});
}

TEST_CASE("a registered class refuses what it cannot give by the documented code", "[class_registration]")
{
    struct answers
    {
        HRESULT foreign_interface;
        void* foreign_object;
        HRESULT aggregated;
        void* aggregated_object;
        HRESULT null_place;
    };
    const answers given = in_apartment(COINIT_MULTITHREADED, [] {
        const wua::class_registration registration(two_updates());
        wua::com_ptr<IClassFactory> factory;
        wua::throw_if_failed(CoGetClassObject(wua::clsid_update_session, CLSCTX_INPROC_SERVER, nullptr,
                                              __uuidof(IClassFactory), reinterpret_cast<void**>(factory.put())));
        answers all{S_OK, &all, S_OK, &all, S_OK};
        all.foreign_interface = CoCreateInstance(
            wua::clsid_update_session, nullptr, CLSCTX_INPROC_SERVER, __uuidof(::IDownloadJob), &all.foreign_object);
        // An outer object wants the inner one's IUnknown, and gets neither.
        all.aggregated = factory->CreateInstance(factory.get(), __uuidof(IUnknown), &all.aggregated_object);
        all.null_place = factory->CreateInstance(nullptr, __uuidof(IUnknown), nullptr);
        return all;
    });
    CHECK(given.foreign_interface == wua::e_nointerface);
    CHECK(given.foreign_object == nullptr);
    CHECK(given.aggregated == wua::class_e_noaggregation);
    CHECK(given.aggregated_object == nullptr);
    CHECK(given.null_place == wua::e_pointer);
}

TEST_CASE("an agent without a class says so", "[class_registration]")
{
    try
    {
        wua::class_object(two_updates(), wua::clsid_update_installer);
        FAIL("it has one");
    }
    catch (const wua::hresult_error& error)
    {
        CHECK(error.code() == wua::class_e_classnotavailable);
    }
}

TEST_CASE("a second registration in an apartment is refused and leaves the first alone", "[class_registration]")
{
    HRESULT refused = S_OK;
    const findings found = in_apartment(COINIT_APARTMENTTHREADED, [&] {
        const wua::class_registration first(two_updates());
        refused = registering_again();
        return look_around();
    });
    CHECK(refused == CO_E_OBJISREG);
    CHECK(found.updates == 2);
}

TEST_CASE("a registration ends with its object", "[class_registration]")
{
    const HRESULT again = in_apartment(COINIT_APARTMENTTHREADED, [] {
        {
            const wua::class_registration first(two_updates());
        }
        return registering_again();
    });
    CHECK(again == S_OK);
}

TEST_CASE("nothing is registered on a thread without COM", "[class_registration]")
{
    CHECK(without_com(registering_again) == wua::co_e_notinitialized);
}

TEST_CASE("an object made in one apartment is itself in another", "[class_registration]")
{
    // Marshalled on a single-threaded apartment's thread, unmarshalled on one of the multithreaded apartment's.
    wua::com_ptr<IStream> stream;
    HRESULT marshalled = E_FAIL;
    HRESULT unmarshalled = E_FAIL;
    bool is_same = false;
    in_apartment(COINIT_APARTMENTTHREADED, [&] {
        const wua::class_registration registration(two_updates());
        const auto session = create<::IUpdateSession>(wua::clsid_update_session);
        marshalled = CoMarshalInterThreadInterfaceInStream(__uuidof(::IUpdateSession), session.get(), stream.put());
        unmarshalled = in_apartment(COINIT_MULTITHREADED, [&] {
            wua::com_ptr<::IUpdateSession> there;
            const HRESULT code = CoGetInterfaceAndReleaseStream(
                stream.detach(), __uuidof(::IUpdateSession), reinterpret_cast<void**>(there.put()));
            is_same = there.get() == session.get();
            return code;
        });
        return 0;
    });
    CHECK(marshalled == S_OK);
    CHECK(unmarshalled == S_OK);
    CHECK(is_same);
}
