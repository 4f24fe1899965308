// SPDX-License-Identifier: MIT
#pragma once

// What clients reach through the class identifiers of the update agent.

#include <wua/agent/agent_parts.hpp>
#include <wua/agent/update_session.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/com/guid.hpp>
#include <wua/model/update_item.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/class_ids.hpp>

#include <functional>
#include <memory>
#include <vector>

namespace wua
{

/// An agent of this library: the updates that its searchers find and the downloaders that it makes. All sessions show
/// the same update objects, so that a client sees in the second what it downloaded in the first. Copies share them.
struct update_agent
{
    std::vector<com_ptr<IUpdate>> updates;

    /// See update_session. If empty, creating a downloader is `e_notimpl`.
    downloader_factory make_downloader;

    /// Installers, services and the rest: see machine_agent.hpp. Null: what needs them is `e_notimpl`, and their
    /// classes are not available.
    std::shared_ptr<agent_parts> parts{};

    /// Maps an object that a client creates to what the client gets; see call_recorder.hpp. Empty: the object itself.
    std::function<com_ptr<IUnknown>(com_ptr<IUnknown>)> shown{};
};

/// An agent over these updates. Throws hresult_error(e_pointer) when one of them is null.
update_agent make_agent(const std::vector<update_pointer>& updates, downloader_factory make_downloader);

/// The classes that an agent has: all those that clients can create. Those after the first five need agent_parts.
inline constexpr guid agent_classes[] = {
    clsid_update_session,    clsid_update_downloader,      clsid_update_searcher,           clsid_update_collection,
    clsid_string_collection, clsid_update_installer,       clsid_automatic_updates,         clsid_system_information,
    clsid_web_proxy,         clsid_update_service_manager, clsid_windows_update_agent_info,
};

/// True for those of agent_classes that this agent provides.
bool has_class(const update_agent& agent, const guid& clsid) noexcept;

/// A new object of one of agent_classes. Throws hresult_error: class_e_classnotavailable for any other class, otherwise
/// the reason why the object cannot be made.
com_ptr<IUnknown> make_object(const update_agent& agent, const guid& clsid);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/update_agent.ipp>
#endif
