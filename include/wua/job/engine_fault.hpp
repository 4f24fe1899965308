// SPDX-License-Identifier: MIT
#pragma once

// The ways in which an engine's report can be wrong. The ledger contains and counts each of them.

#include <wua/separate_compilation.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace wua::detail
{

enum class engine_fault : std::uint8_t
{
    unknown_update,
    after_the_end,
    finished_again,
    bytes_beyond_size,
    bytes_went_back,
    size_changed,
    size_impossible,
    phase_went_back,
    kept_too_much,
    no_result,
    contradictory_result,
    moved_while_paused,
};

inline constexpr std::size_t engine_fault_count = static_cast<std::size_t>(engine_fault::moved_while_paused) + 1;

// What the engine did, as a clause.
constexpr std::string_view sentence_of(engine_fault kind) noexcept
{
    switch (kind)
    {
        case engine_fault::unknown_update:
            return "it reported an update that the job does not have";
        case engine_fault::after_the_end:
            return "it reported an update that had ended";
        case engine_fault::finished_again:
            return "it finished an update that had ended";
        case engine_fault::bytes_beyond_size:
            return "it reported more bytes than the update has";
        case engine_fault::bytes_went_back:
            return "it reported fewer bytes than before";
        case engine_fault::size_changed:
            return "it changed the size of an update while it was downloading";
        case engine_fault::size_impossible:
            return "it named a size that no update can have";
        case engine_fault::phase_went_back:
            return "it reported an earlier phase than before, or one that does not exist";
        case engine_fault::kept_too_much:
            return "it began a new attempt with more bytes than there were";
        case engine_fault::no_result:
            return "it finished an update without a result";
        case engine_fault::contradictory_result:
            return "it finished an update with a success and the code of a failure";
        case engine_fault::moved_while_paused:
            return "it went on with an update that it had paused";
    }
    return {};
}

// How often each fault has happened. Thread-safe.
class engine_fault_counts
{
public:
    void note(engine_fault kind) noexcept
    {
        m_counts[static_cast<std::size_t>(kind)].fetch_add(1, std::memory_order_relaxed);
    }

    std::uint64_t of(engine_fault kind) const noexcept
    {
        return m_counts[static_cast<std::size_t>(kind)].load(std::memory_order_relaxed);
    }

    std::uint64_t sum() const noexcept;

private:
    std::array<std::atomic<std::uint64_t>, engine_fault_count> m_counts{};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/job/engine_fault.ipp>
#endif
