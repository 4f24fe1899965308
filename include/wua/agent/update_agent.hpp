// SPDX-License-Identifier: MIT
#pragma once

// What clients find behind the class identifiers of the update agent.

#include <array>
#include <utility>
#include <vector>

#include <wua/com/com_ptr.hpp>
#include <wua/com/guid.hpp>
#include <wua/model/update_item.hpp>
#include <wua/objects/string_collection.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>
#include <wua/agent/update_searcher.hpp>
#include <wua/agent/update_session.hpp>
#include <wua/wuapi/class_ids.hpp>

namespace wua
{

/// An agent of this library: the updates that its searchers find and the downloads that it makes. Every session shows
/// the same update objects, so that a client sees in the second what it downloaded in the first. Copies share them.
struct update_agent
{
    std::vector<com_ptr<IUpdate>> updates;

    /// See update_session. Without one, creating a downloader is `e_notimpl`.
    downloader_factory make_downloader;
};

/// An agent over these updates. Throws hresult_error(e_pointer) when one of them is null.
inline update_agent make_agent(const std::vector<update_pointer>& updates, downloader_factory make_downloader)
{
    update_agent agent{{}, std::move(make_downloader)};
    agent.updates.reserve(updates.size());
    for (const update_pointer& update : updates)
    {
        agent.updates.push_back(make_update(update));
    }
    return agent;
}

/// The classes that an agent has: every one whose objects a client of downloads creates itself.
inline constexpr auto agent_classes = std::to_array<guid>({
    clsid_update_session,
    clsid_update_downloader,
    clsid_update_searcher,
    clsid_update_collection,
    clsid_string_collection,
});

/// A new object of one of agent_classes. Throws hresult_error: class_e_classnotavailable for any other class, else why
/// the object cannot be made.
inline com_ptr<IUnknown> make_object(const update_agent& agent, const guid& clsid)
{
    if (same(clsid, clsid_update_session))
    {
        return make_session(agent.updates, agent.make_downloader);
    }
    if (same(clsid, clsid_update_downloader))
    {
        com_ptr<IUpdateDownloader> downloader;
        throw_if_failed(make_session(agent.updates, agent.make_downloader)->CreateUpdateDownloader(downloader.put()));
        return downloader;
    }
    if (same(clsid, clsid_update_searcher))
    {
        return make_searcher(agent.updates);
    }
    if (same(clsid, clsid_update_collection))
    {
        return make_update_collection();
    }
    if (same(clsid, clsid_string_collection))
    {
        return make_string_collection();
    }
    throw hresult_error(class_e_classnotavailable);
}

} // namespace wua
