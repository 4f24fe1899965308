// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/update_agent.hpp>.

#include <wua/agent/update_agent.hpp>
#include <wua/agent/update_searcher.hpp>
#include <wua/objects/string_collection.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>

#include <utility>

namespace wua
{

WUA_INLINE update_agent make_agent(const std::vector<update_pointer>& updates, downloader_factory make_downloader)
{
    update_agent agent{{}, std::move(make_downloader)};
    agent.updates.reserve(updates.size());
    for (const update_pointer& update : updates)
    {
        agent.updates.push_back(make_update(update));
    }
    return agent;
}

WUA_INLINE com_ptr<IUnknown> make_object(const update_agent& agent, const guid& clsid)
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
