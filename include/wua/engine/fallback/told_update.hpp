// SPDX-License-Identifier: MIT
#pragma once

// What the job of a fallback_engine has been told about one update.

#include <wua/job/transfer.hpp>
#include <wua/model/update_progress.hpp>
#include <wua/separate_compilation.hpp>
#include <wua/wuapi/enums.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>

namespace wua::detail
{

class ledger;

// For one thread at a time. Attempts are those of the update's owner, a leg with a ledger of its own.
class told_update
{
public:
    told_update() = default;

    // Of an update whose size is known, if it is.
    explicit told_update(std::optional<std::uint64_t> size) noexcept : m_size(size.value_or(unknown_bytes)) {}

    enum class news : std::uint8_t
    {
        none, // nothing has begun, as far as the job is to know
        some,
        bytes, // more of them
    };

    // Tells the job what its owner's ledger shows of it.
    news pass_on(const update_progress& now, transfer& job, std::size_t index);

    // Tells it that the owner has stopped the update, once everything else is told.
    void pass_on_pause(const update_progress& now, transfer& job, std::size_t index) const;

    // Tells it of attempts that are new. Leaves out what there is no memory for.
    void pass_on_story(const ledger& owner, std::size_t place, transfer& job, std::size_t index) noexcept;

    // True once for each attempt, whose end adds to the story.
    bool is_new_attempt(std::uint32_t attempt) noexcept
    {
        const bool is_new = attempt != m_story_attempt;
        m_story_attempt = attempt;
        return is_new;
    }

    // The job knows of an attempt of this owner; then, of any owner.
    bool knows_owner() const noexcept
    {
        return m_attempt != 0;
    }
    bool has_started() const noexcept
    {
        return m_has_started;
    }

    DownloadPhase phase() const noexcept
    {
        return m_phase;
    }

    // What follows comes from another leg.
    void change_owner() noexcept;

private:
    void retry(const update_progress& now, transfer& job, std::size_t index);

    std::uint64_t m_bytes = 0;
    std::uint64_t m_size = unknown_bytes;
    std::uint64_t m_attempts_told = 0; // from the owner's story
    url_place m_asked{};
    std::uint32_t m_attempt = 0; // 0: none yet
    std::uint32_t m_story_attempt = 0;
    DownloadPhase m_phase = dphInitializing;
    bool m_has_started = false;
    bool m_has_asked = false;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/fallback/told_update.ipp>
#endif
