// SPDX-License-Identifier: MIT
#pragma once

// The reference count of an object that the platform requires, in a layer too low for implements<>.

#include <wua/com/abi.hpp>

#include <atomic>

namespace wua::detail
{

// Starts with one reference, which belongs to its maker; deleted with the last, by the thread that releases it.
template <class Derived, class Interface>
class reference_counted : public Interface
{
public:
    reference_counted(const reference_counted&) = delete;
    reference_counted& operator=(const reference_counted&) = delete;

    ULONG WUA_STDCALL AddRef() noexcept final
    {
        return m_references.fetch_add(1, std::memory_order_relaxed) + 1;
    }

    ULONG WUA_STDCALL Release() noexcept final
    {
        const ULONG left = m_references.fetch_sub(1, std::memory_order_acq_rel) - 1;
        if (left == 0)
        {
            delete static_cast<Derived*>(this);
        }
        return left;
    }

protected:
    reference_counted() = default;
    ~reference_counted() = default;

private:
    std::atomic<ULONG> m_references{1};
};

} // namespace wua::detail
