// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/update_agent.hpp>.

#include <wua/agent/update_agent.hpp>
#include <wua/agent/update_searcher.hpp>
#include <wua/objects/string_collection.hpp>
#include <wua/objects/update.hpp>
#include <wua/objects/update_collection.hpp>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace wua
{

WUA_INLINE update_agent make_agent(const std::vector<update_pointer>& updates, downloader_factory make_downloader)
{
    update_agent agent{{}, std::move(make_downloader), {}, {}};
    agent.updates.reserve(updates.size());
    for (const update_pointer& update : updates)
    {
        agent.updates.push_back(make_update(update));
    }
    return agent;
}

WUA_INLINE bool has_class(const update_agent& agent, const guid& clsid) noexcept
{
    constexpr std::size_t without_parts = 5;
    const std::size_t count = agent.parts ? std::size(agent_classes) : without_parts;
    return std::any_of(agent_classes, agent_classes + count, [&](const guid& known) { return same(known, clsid); });
}

namespace detail
{

WUA_INLINE com_ptr<IUnknown> make_own_object(const update_agent& agent, const guid& clsid)
{
    if (same(clsid, clsid_update_session))
    {
        return com_ptr<IUpdateSession3>(make<update_session>(agent.updates, agent.make_downloader, agent.parts));
    }
    if (same(clsid, clsid_update_downloader))
    {
        com_ptr<IUpdateDownloader> downloader;
        throw_if_failed(make_session(agent.updates, agent.make_downloader)->CreateUpdateDownloader(downloader.put()));
        return downloader;
    }
    if (same(clsid, clsid_update_searcher))
    {
        return com_ptr<IUpdateSearcher>(make<update_searcher>(agent.updates, agent.parts));
    }
    if (same(clsid, clsid_update_collection))
    {
        return make_update_collection();
    }
    if (same(clsid, clsid_string_collection))
    {
        return make_string_collection();
    }
    if (com_ptr<IUnknown> made = agent.parts ? agent.parts->make_object(clsid) : nullptr)
    {
        return made;
    }
    throw hresult_error(class_e_classnotavailable);
}

} // namespace detail

WUA_INLINE com_ptr<IUnknown> make_object(const update_agent& agent, const guid& clsid)
{
    com_ptr<IUnknown> made = detail::make_own_object(agent, clsid);
    return agent.shown ? agent.shown(std::move(made)) : made;
}

} // namespace wua
