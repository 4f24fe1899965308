// SPDX-License-Identifier: MIT
#pragma once

// One run of an operation in which one allocation fails, and what is expected of it.

#include "torture/oom_allocation.hpp"
#include <wua/com/abi_boundary.hpp>

#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

namespace oom
{

class point
{
public:
    // Runs f and counts its allocations. f must succeed or, if an allocation failed, return E_OUTOFMEMORY or throw
    // bad_alloc; a success in spite of that would have swallowed an error. Returns whether it succeeded.
    template <class F>
    bool operator()(F&& f)
    {
        const std::uint64_t before = failed();
        const bool is_success = survives(std::forward<F>(f));
        expect(!is_success || failed() == before, "a success, although memory ran out");
        return is_success;
    }

    // The same for operations that may succeed in spite of a failed allocation.
    template <class F>
    bool survives(F&& f)
    {
        const std::uint64_t before = failed();
        wua::HRESULT code = wua::s_ok;
        {
            const armed counting;
            code = wua::guarded(std::forward<F>(f));
        }
        expect(wua::succeeded(code) || failed() != before, "a failure, although memory was there");
        expect(wua::succeeded(code) || code == wua::e_outofmemory, "a failure that is not E_OUTOFMEMORY");
        return wua::succeeded(code);
    }

    // `sentence` says what is wrong if `holds` is false; it must have static storage.
    void expect(bool holds, const char* sentence) noexcept
    {
        if (!holds && m_wrong == nullptr)
        {
            m_wrong = sentence;
        }
    }

    // The first sentence that did not hold; null if everything was as expected.
    const char* wrong() const noexcept
    {
        return m_wrong;
    }

private:
    const char* m_wrong = nullptr;
};

// Prepares something, has the point run the actual operation, and checks the outcome. It depends on no earlier run and
// leaves nothing behind.
struct operation
{
    const char* name;
    void (*run)(point& at);
    std::uint64_t lanes = 1; // number of processes that share its points; for operations that mostly wait
};

std::span<const operation> com_operations();
std::span<const operation> object_operations();
std::span<const operation> job_operations();
std::span<const operation> engine_operations();
std::span<const operation> trace_operations();
std::span<const operation> curl_operations();
std::span<const operation> manifest_operations();
std::span<const operation> swarm_operations();

} // namespace oom
