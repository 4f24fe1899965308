// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/job/transfer.hpp>.

#include <wua/job/transfer.hpp>

namespace wua
{

WUA_INLINE const std::vector<update_pointer>& transfer::updates() const noexcept
{
    static const std::vector<update_pointer> none;
    return m_ledger ? m_ledger->table()->updates() : none;
}

WUA_INLINE transfer& transfer::operator=(transfer&& other) noexcept
{
    if (this != &other)
    {
        drop();
        m_ledger = std::move(other.m_ledger);
        m_options = std::move(other.m_options);
    }
    return *this;
}

WUA_INLINE void transfer::drop() noexcept
{
    if (m_ledger && !m_ledger->is_completed())
    {
        m_ledger->finish_rest({orcFailed, wu_e_dm_unexpected, {}, dropped_detail});
    }
    m_ledger.reset();
}

} // namespace wua
