// SPDX-License-Identifier: MIT
#pragma once

// Copies what a seed has of a file's content into the .part file, on the background thread.

#include <wua/engine/disk/background_thread.hpp>
#include <wua/engine/disk/disk.hpp>
#include <wua/engine/disk/file_leftover.hpp>
#include <wua/engine/disk/part_file.hpp>
#include <wua/engine/seed/seed_matcher.hpp>
#include <wua/engine/seed/zsync_control.hpp>
#include <wua/engine/transfer/byte_range.hpp>
#include <wua/model/outcome.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace wua::detail
{

struct seed_copy_order
{
    zsync_control control;
    std::shared_ptr<const disk_file> seed;
    file_leftover journal;           // saved first, so that what is written is not mistaken for downloaded content
    std::vector<byte_range> there{}; // what the .part file already has, sorted; nothing is written there
};

struct seed_copy_result
{
    // The ranges written, sorted, not adjacent. If there are too many, the smallest are left out.
    std::vector<byte_range> written;

    // Why not everything in the seed was copied; nullopt: it was.
    std::optional<outcome> problem{};
};

class seed_copy
{
public:
    // More of them are not worth remembering.
    static constexpr std::size_t max_ranges = 6000;

    // Nothing else may write to the .part file until it has finished, or something posted after its cancellation has
    // run.
    explicit seed_copy(seed_copy_order&& order);

    seed_copy(const seed_copy&) = delete;
    seed_copy& operator=(const seed_copy&) = delete;

    // Works on the background thread, in bounded steps, so that other work can run in between. on_done() is called
    // there, unless it was cancelled. Call it once. Throws std::bad_alloc.
    static void start(background_thread& background, std::shared_ptr<seed_copy> copy,
                      std::function<void(seed_copy_result&&)> on_done);

    // Any thread.
    void cancel() noexcept
    {
        m_is_cancelled.store(true, std::memory_order_relaxed);
    }

private:
    // False when there is nothing left to do.
    bool work();

    bool work_on();

    void write(std::uint64_t offset, const char* bytes, std::size_t size);

    void write_range(byte_range range, const char* bytes);

    seed_copy_result take_result();

    // For the exception being handled.
    seed_copy_result result_after_exception() noexcept;

    seed_copy_order m_order;
    std::shared_ptr<part_file> m_part;
    std::optional<seed_matcher> m_matcher;
    std::uint64_t m_read = 0; // of the seed
    std::vector<byte_range> m_written;
    std::optional<outcome> m_problem{};
    std::atomic<bool> m_is_cancelled{false};
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/content/seed_copy.ipp>
#endif
