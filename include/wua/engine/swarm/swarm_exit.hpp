// SPDX-License-Identifier: MIT
#pragma once

// Swarms in a process that exits.

#include <wua/engine/swarm/swarm_supplier.hpp>
#include <wua/separate_compilation.hpp>

#include <memory>
#include <mutex>
#include <vector>

namespace wua::detail
{

// Stops all swarms during exit(): libtorrent makes OpenSSL clean up after that, even while others use it. Downloads
// that are still running continue without swarms. Not on Windows. Any thread may call any member.
class swarm_exit
{
public:
    // Stops it at once if the process is already exiting. Throws std::bad_alloc.
    static void watch(const std::shared_ptr<swarm_supplier>& swarms);

    // For swarms that are being destroyed: nothing of them is kept.
    static void forget(const std::weak_ptr<swarm_supplier>& swarms) noexcept;

private:
    // Never destroyed, because threads use it until the process is gone.
    static swarm_exit& of_this_process();

    void add(const std::shared_ptr<swarm_supplier>& swarms);
    void erase(const std::weak_ptr<swarm_supplier>& swarms) noexcept;
    void stop_all() noexcept;

    std::mutex m_mutex;
    std::vector<std::weak_ptr<swarm_supplier>> m_open;
    bool m_has_come = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/swarm/swarm_exit.ipp>
#endif
