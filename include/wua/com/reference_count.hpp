// SPDX-License-Identifier: MIT
#pragma once

// The reference count of a COM object.

#include <wua/com/abi.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>

namespace wua::detail
{

// Starts with one reference. Any thread may add and release.
class reference_count
{
public:
    reference_count() noexcept = default;
    reference_count(const reference_count&) = delete;
    reference_count& operator=(const reference_count&) = delete;

    ULONG add() noexcept
    {
        return m_references.fetch_add(1, std::memory_order_relaxed) + 1;
    }

    // The references that are left; 0 when the caller must destroy the object.
    ULONG release() noexcept;

    // The current count. A caller that has a reference and sees 1 has the only one.
    ULONG count() const noexcept
    {
        return m_references.load(std::memory_order_acquire);
    }

    // The same; calls notify() before a release that leaves one reference, however many threads release at once.
    template <class Notify>
    ULONG release_and_notify(Notify notify) noexcept
    {
        ULONG references = m_references.load(std::memory_order_acquire);
        do
        {
            if (references == 2)
            {
                notify();
            }
        } while (!m_references.compare_exchange_weak(
            references, references - 1, std::memory_order_acq_rel, std::memory_order_acquire));
        return references - 1;
    }

    // Keeps a destructor that hands out the object again and takes it back from reaching zero a second time.
    void begin_destruction() noexcept
    {
        m_references.store(0x40000000, std::memory_order_relaxed);
    }

    // Gives an object without references its first one again. The caller must be its only user.
    void revive() noexcept
    {
        m_references.store(1, std::memory_order_relaxed);
    }

private:
    std::atomic<ULONG> m_references{1};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/com/reference_count.ipp>
#endif
