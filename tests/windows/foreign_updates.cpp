// SPDX-License-Identifier: MIT

// Updates and collections that a client implements, in a single-threaded apartment.

#include "catch.hpp"
#include "objects/foreign_update.hpp"
#include "windows/apartment.hpp"
#include <wua/com/apartment.hpp>
#include <wua/com/bstr.hpp>
#include <wua/engine/blocking_engine.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/objects/update_downloader.hpp>

#include <exception>
#include <optional>
#include <string>
#include <thread>
#include <utility>

namespace
{

class bound_update final : public answering_update<bound_object<wua::IUpdate>>
{
public:
    explicit bound_update(std::string name)
    {
        failure = E_NOTIMPL;
        title = std::move(name);
    }

    HRESULT WUA_STDCALL get_Title(BSTR* retval) noexcept override
    {
        note_call();
        return answering_update::get_Title(retval);
    }

    HRESULT WUA_STDCALL get_DownloadContents(wua::IUpdateDownloadContentCollection** retval) noexcept override
    {
        *retval = nullptr;
        return S_OK;
    }
};

class bound_collection final : public answering_collection<bound_object<wua::IUpdateCollection>>
{
public:
    HRESULT WUA_STDCALL get_Count(LONG* retval) override
    {
        note_call();
        return answering_collection::get_Count(retval);
    }

    HRESULT WUA_STDCALL get_Item(LONG index, wua::IUpdate** retval) noexcept override
    {
        note_call();
        return answering_collection::get_Item(index, retval);
    }
};

auto successful_engine()
{
    return wua::blocking_engine([](wua::update_reporter&) { return wua::outcome::succeeded(); });
}

wua::com_ptr<wua::IDownloadJob> begin(wua::IUpdateDownloader& downloader)
{
    wua::com_ptr<wua::IDownloadJob> job;
    wua::throw_if_failed(downloader.BeginDownload(nullptr, nullptr, wua::VARIANT{}, job.put()));
    return job;
}

void end(wua::IUpdateDownloader& downloader, wua::IDownloadJob& job)
{
    wua::com_ptr<wua::IDownloadResult> result;
    wua::throw_if_failed(downloader.EndDownload(&job, result.put()));
}

wua::com_ptr<wua::IUpdate> first_of(wua::IUpdateCollection& updates)
{
    wua::com_ptr<wua::IUpdate> update;
    wua::throw_if_failed(updates.get_Item(0, update.put()));
    return update;
}

wua::com_ptr<wua::IUpdate> first_of(wua::IDownloadJob& job)
{
    wua::com_ptr<wua::IUpdateCollection> updates;
    wua::throw_if_failed(job.get_Updates(updates.put()));
    return first_of(*updates);
}

std::string title_of(wua::IUpdate& update)
{
    wua::bstr title;
    wua::throw_if_failed(update.get_Title(title.put()));
    return title.to_utf8();
}

// Runs f on another thread, which is in the multithreaded apartment, while this one serves calls.
template <class F>
void elsewhere(F f)
{
    std::exception_ptr failure;
    wua::serve_apartment_during([&]() noexcept {
        try
        {
            f();
        }
        catch (...)
        {
            failure = std::current_exception();
        }
    });
    if (failure)
    {
        std::rethrow_exception(failure);
    }
}

struct told
{
    std::string title;
    bool is_itself_at_home = false;
    bool is_itself_elsewhere = true;
};

// What the first update of a collection or a job is here and on another thread.
template <class Source>
told look_at(Source& source, const bound_update& mine)
{
    told seen;
    seen.is_itself_at_home = first_of(source).get() == &mine;
    elsewhere([&] {
        const auto there = first_of(source);
        seen.is_itself_elsewhere = there.get() == &mine;
        seen.title = title_of(*there);
    });
    return seen;
}

void check_bound(const told& seen, const bound_update& mine)
{
    CHECK(seen.is_itself_at_home);
    CHECK_FALSE(seen.is_itself_elsewhere);
    CHECK(seen.title == "Driver");
    CHECK(mine.stray_calls == 0);
    CHECK(mine.references == 1);
}

} // namespace

TEST_CASE("an update of a single-threaded apartment is itself there, and a way to it elsewhere", "[foreign_updates]")
{
    std::optional<bound_update> mine; // of the apartment, which it outlives
    const told seen = in_apartment(COINIT_APARTMENTTHREADED, [&] {
        mine.emplace("Driver");
        const auto updates = wua::make_update_collection({wua::com_ptr<wua::IUpdate>(&*mine)});
        return look_at(*updates, *mine);
    });
    check_bound(seen, *mine);
}

TEST_CASE("no engine asks or releases the updates of a single-threaded apartment", "[foreign_updates]")
{
    std::optional<bound_update> mine; // of the apartment, which it outlives
    const told seen = in_apartment(COINIT_APARTMENTTHREADED, [&] {
        mine.emplace("Driver");
        const auto downloader = wua::make_downloader(successful_engine());
        const auto updates = wua::make_update_collection({wua::com_ptr<wua::IUpdate>(&*mine)});
        wua::throw_if_failed(downloader->put_Updates(updates.get()));
        const auto job = begin(*downloader);
        end(*downloader, *job);
        return look_at(*job, *mine);
    });
    check_bound(seen, *mine);
}

TEST_CASE("a collection of a single-threaded apartment is read there, on whichever thread the download begins",
          "[foreign_updates]")
{
    std::optional<bound_update> mine; // of the apartment, which they outlive
    std::optional<bound_collection> all;
    const told seen = in_apartment(COINIT_APARTMENTTHREADED, [&] {
        mine.emplace("Driver");
        all.emplace();
        all->count = 1;
        all->item = [&](LONG, wua::IUpdate** retval) {
            wua::com_ptr<wua::IUpdate>(&*mine).copy_to(retval);
            return S_OK;
        };
        told result;
        {
            const auto downloader = wua::make_downloader(successful_engine());
            wua::throw_if_failed(downloader->put_Updates(&*all));
            wua::com_ptr<wua::IDownloadJob> job;
            elsewhere([&] {
                job = begin(*downloader);
                end(*downloader, *job);
            });
            // The job has proxies of the thread that began it, which are of no use here.
            result.title = title_of(*first_of(*job));
            wua::com_ptr<wua::IUpdateCollection> given;
            wua::throw_if_failed(downloader->get_Updates(given.put()));
            result.is_itself_at_home = given.get() == &*all;
            elsewhere([&] {
                wua::com_ptr<wua::IUpdateCollection> there;
                wua::throw_if_failed(downloader->get_Updates(there.put()));
                result.is_itself_elsewhere = there.get() == &*all;
            });
        }
        return result;
    });
    CHECK(seen.title == "Driver");
    CHECK(seen.is_itself_at_home);
    CHECK_FALSE(seen.is_itself_elsewhere);
    CHECK(mine->stray_calls == 0);
    CHECK(all->stray_calls == 0);
    CHECK(mine->references == 1);
    CHECK(all->references == 1);
}
