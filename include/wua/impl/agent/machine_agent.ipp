// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/machine_agent.hpp>.

#include <wua/agent/automatic_updates.hpp>
#include <wua/agent/driver_update.hpp>
#include <wua/agent/machine_agent.hpp>
#include <wua/agent/machine_information.hpp>
#include <wua/agent/update_history.hpp>
#include <wua/agent/update_installer.hpp>
#include <wua/agent/update_services.hpp>
#include <wua/agent/web_proxy.hpp>
#include <wua/com/bstr.hpp>
#include <wua/wuapi/class_ids.hpp>

namespace wua
{

WUA_COLD void machine_parts::make_installer(std::string_view client, IUpdateInstaller** retval)
{
    const com_ptr<IUpdateInstaller> installer = make<update_installer>(m_machine);
    throw_if_failed(installer->put_ClientApplicationID(bstr(client).get()));
    installer.copy_to(retval);
}

WUA_COLD void machine_parts::make_service_manager(std::string_view client, IUpdateServiceManager2** retval)
{
    const com_ptr<IUpdateServiceManager2> manager = make<update_service_manager>(m_machine);
    throw_if_failed(manager->put_ClientApplicationID(bstr(client).get()));
    manager.copy_to(retval);
}

WUA_COLD void
machine_parts::query_history(std::string_view criteria, LONG start, LONG count, IUpdateHistoryEntryCollection** retval)
{
    make_history(m_machine->history(criteria, start, count)).copy_to(retval);
}

WUA_COLD LONG machine_parts::history_count()
{
    return m_machine->history_count();
}

WUA_COLD com_ptr<IUnknown> machine_parts::make_object(const guid& clsid)
{
    if (same(clsid, clsid_update_installer))
    {
        return com_ptr<IUpdateInstaller>(make<update_installer>(m_machine));
    }
    if (same(clsid, clsid_update_service_manager))
    {
        return com_ptr<IUpdateServiceManager2>(make<update_service_manager>(m_machine));
    }
    if (same(clsid, clsid_system_information))
    {
        return com_ptr<ISystemInformation>(make<machine_information>(m_machine));
    }
    if (same(clsid, clsid_windows_update_agent_info))
    {
        return com_ptr<IWindowsUpdateAgentInfo>(make<agent_information>(m_machine));
    }
    if (same(clsid, clsid_automatic_updates))
    {
        return com_ptr<IAutomaticUpdates2>(make<automatic_updates>(m_machine));
    }
    if (same(clsid, clsid_web_proxy))
    {
        return com_ptr<IWebProxy>(make<web_proxy>());
    }
    return nullptr;
}

WUA_COLD std::vector<std::string> machine_parts::begin_search()
{
    return m_machine->begin_search();
}

WUA_COLD void machine_parts::note_search() noexcept
{
    m_machine->note_search();
}

WUA_COLD update_agent make_agent(const std::vector<update_pointer>& updates, downloader_factory make_downloader,
                                 std::shared_ptr<machine> target)
{
    update_agent agent{{}, std::move(make_downloader), std::make_shared<machine_parts>(std::move(target)), {}};
    agent.updates.reserve(updates.size());
    for (const update_pointer& update : updates)
    {
        agent.updates.push_back(make_any_update(update));
    }
    return agent;
}

} // namespace wua
