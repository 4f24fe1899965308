// SPDX-License-Identifier: MIT
#pragma once

// What clients find behind the class identifiers of the update agent.

#include <utility>
#include <vector>

#include <wua/com/com_ptr.hpp>
#include <wua/model/update_item.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_searcher.hpp>
#include <wua/objects/update_session.hpp>

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

} // namespace wua
