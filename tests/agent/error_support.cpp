// SPDX-License-Identifier: MIT

// That every object of the library has words for its failures, whichever of its interfaces fails.

#include <wua/com/error_info.hpp>
#include <wua/wua.hpp>

#include <catch.hpp>

#include <memory>
#include <vector>

using namespace wua;

namespace
{

struct object
{
    const char* name;
    com_ptr<IUnknown> itself;
    guid interface_id;
};

template <class I>
void add(std::vector<object>& all, const char* name, const com_ptr<I>& itself)
{
    REQUIRE(itself != nullptr);
    all.push_back({name, itself.template query<IUnknown>(), iid_of<I>});
}

template <class I, class Owner>
com_ptr<I> asked(Owner& owner, HRESULT (WUA_STDCALL Owner::*member)(I**))
{
    com_ptr<I> found;
    throw_if_failed((owner.*member)(found.put()));
    return found;
}

std::vector<object> all_objects()
{
    std::vector<object> all;
    const auto engine = std::make_shared<simulated_engine>();
    const com_ptr<IUpdateDownloader> downloader = make_downloader(engine);
    const com_ptr<IUpdate> update = make_update(make_item("Driver", "https://host/d", 9000));
    const auto updates = make_update_collection({update});
    throw_if_failed(downloader->put_Updates(updates.get()));
    com_ptr<IDownloadJob> job;
    throw_if_failed(downloader->BeginDownload(nullptr, nullptr, VARIANT{}, job.put()));
    add(all, "downloader", downloader);
    add(all, "update", update);
    add(all, "updates", updates);
    add(all, "job", job);
    add(all, "job details", job.query<IDownloadJobDetails>());
    add(all, "updates of the job", asked(*job, &IDownloadJob::get_Updates));
    add(all, "progress", asked(*job, &IDownloadJob::GetProgress));
    com_ptr<IUpdateDownloadProgress> one;
    throw_if_failed(job.query<IDownloadJobDetails>()->GetUpdateProgress(0, one.put()));
    add(all, "progress of an update", one);
    com_ptr<IDownloadResult> result;
    throw_if_failed(downloader->EndDownload(job.get(), result.put()));
    com_ptr<IUpdateDownloadResult> of_update;
    throw_if_failed(result->GetUpdateResult(0, of_update.put()));
    add(all, "result", result);
    add(all, "result of an update", of_update);
    add(all, "identity", asked(*update, &IUpdate::get_Identity));
    add(all, "categories", asked(*update, &IUpdate::get_Categories));
    add(all, "strings", asked(*update, &IUpdate::get_KBArticleIDs));
    add(all, "contents", asked(*update, &IUpdate::get_DownloadContents));
    const com_ptr<IUpdateSession> session = make_session({update});
    const auto searcher = asked(*session, &IUpdateSession::CreateUpdateSearcher);
    add(all, "session", session);
    add(all, "searcher", searcher);
    bstr everything("IsInstalled=0");
    com_ptr<ISearchJob> search;
    throw_if_failed(searcher->BeginSearch(everything.get(), nullptr, VARIANT{}, search.put()));
    com_ptr<ISearchResult> found;
    throw_if_failed(searcher->EndSearch(search.get(), found.put()));
    add(all, "search", search);
    add(all, "found", found);
    add(all, "warnings", asked(*found, &ISearchResult::get_Warnings));
    return all;
}

} // namespace

TEST_CASE("every object answers for the error information of its interfaces", "[error_support]")
{
    for (const object& one : all_objects())
    {
        INFO(one.name);
        const com_ptr<ISupportErrorInfo> support = one.itself.query<ISupportErrorInfo>();
        CHECK(support->InterfaceSupportsErrorInfo(one.interface_id) == s_ok);
        CHECK(support->InterfaceSupportsErrorInfo(iid_of<IDispatch>) == s_ok);
        CHECK(support->InterfaceSupportsErrorInfo(iid_of<IEnumVARIANT>) == s_false);

        // A failure of a member leaves words in place of those of another failure.
        SetErrorInfo(0, nullptr);
        UINT count = 0;
        CHECK(one.itself.query<IDispatch>()->GetTypeInfoCount(&count) == s_ok);
        com_ptr<IErrorInfo> words;
        CHECK(GetErrorInfo(0, words.put()) == s_false);
        CHECK(one.itself.query<IDispatch>()->GetTypeInfoCount(nullptr) == e_pointer);
        bstr text;
        REQUIRE(GetErrorInfo(0, words.put()) == s_ok);
        CHECK(words->GetDescription(text.put()) == s_ok);
        CHECK(to_utf8(view(text.get())) == "E_POINTER: a pointer that must not be null is null");
    }
}
