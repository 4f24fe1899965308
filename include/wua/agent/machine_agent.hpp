// SPDX-License-Identifier: MIT
#pragma once

// An agent on a machine: it searches, downloads and installs, and serves everything else a client asks for.

#include <wua/agent/agent_parts.hpp>
#include <wua/agent/machine.hpp>
#include <wua/agent/update_agent.hpp>
#include <wua/separate_compilation.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wua
{

/// The objects of a machine. Like all classes that take a machine, it throws hresult_error E_POINTER if it is null.
class machine_parts final : public agent_parts
{
public:
    explicit machine_parts(std::shared_ptr<machine> target) : m_machine(detail::needed_machine(std::move(target))) {}

    WUA_INLINE void make_installer(std::string_view client, IUpdateInstaller** retval) override;
    WUA_INLINE void make_service_manager(std::string_view client, IUpdateServiceManager2** retval) override;
    WUA_INLINE void query_history(std::string_view criteria, LONG start, LONG count,
                                  IUpdateHistoryEntryCollection** retval) override;
    WUA_INLINE LONG history_count() override;
    WUA_INLINE com_ptr<IUnknown> make_object(const guid& clsid) override;
    WUA_INLINE std::vector<std::string> begin_search() override;
    WUA_INLINE void note_search() noexcept override;

private:
    const std::shared_ptr<machine> m_machine;
};

/// An agent whose installers install on that machine, and whose drivers are IWindowsDriverUpdate5. Throws
/// hresult_error(e_pointer) when the machine or one of the updates is null.
update_agent make_agent(const std::vector<update_pointer>& updates, downloader_factory make_downloader,
                        std::shared_ptr<machine> target);

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/machine_agent.ipp>
#endif
