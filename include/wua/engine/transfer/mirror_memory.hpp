// SPDX-License-Identifier: MIT
#pragma once

// Which hosts have failed recently, so that the next update does not begin with them.

#include <wua/separate_compilation.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace wua::detail
{

// Remembers a failed host for a few minutes, or until it works again, and how long to leave a busy one alone.
// Thread-safe; never calls out.
class mirror_memory
{
public:
    explicit mirror_memory(std::chrono::nanoseconds memory = std::chrono::minutes(5)) : m_memory(memory) {}

    void on_failure(std::string_view host, std::chrono::nanoseconds now);

    void on_success(std::string_view host);

    bool is_failing(std::string_view host, std::chrono::nanoseconds now);

    // The host is busy for all of its updates.
    void leave_alone(std::string_view host, std::chrono::nanoseconds until);

    // When the host may be used again.
    std::chrono::nanoseconds not_before(std::string_view host);

private:
    static constexpr std::size_t max_hosts = 1000;

    struct failed_host
    {
        std::string name;
        std::chrono::nanoseconds until;
        std::chrono::nanoseconds not_before{0};
    };

    failed_host* find(std::string_view host) noexcept;

    const std::chrono::nanoseconds m_memory;
    std::mutex m_mutex;
    std::vector<failed_host> m_hosts;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/transfer/mirror_memory.ipp>
#endif
