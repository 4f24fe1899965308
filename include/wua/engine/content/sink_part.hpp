// SPDX-License-Identifier: MIT
#pragma once

// The content of a file on its way to a sink.

#include <wua/engine/disk/background_thread.hpp>
#include <wua/engine/disk/part_file.hpp>
#include <wua/model/content_sink.hpp>
#include <wua/separate_compilation.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

namespace wua::detail
{

// One thread appends, restarts and ends; the sink's thread serves the sink. A failure of the sink is thrown by the next
// append(), and passed to the callback of end().
class sink_part final : public part_file, public std::enable_shared_from_this<sink_part>
{
public:
    // No error: the sink has taken everything. Called on the sink's thread; must not throw.
    using callback = std::function<void(const std::exception_ptr& error)>;

    // The thread must outlive the work that it is given here, but not this object. The sink already has `held` bytes.
    sink_part(std::shared_ptr<content_sink> sink, background_thread& thread, std::uint64_t held);

    WUA_INLINE void append(const char* bytes, std::size_t size) override;

    // Forgets all bytes: a sink can only start from the beginning.
    WUA_INLINE void cut(std::uint64_t bytes) override;

    WUA_INLINE void expect(std::optional<std::uint64_t> total) override;

    WUA_INLINE bool is_full() const noexcept override
    {
        return m_waiting.load(std::memory_order_relaxed) >= max_waiting && !m_has_failed.load();
    }

    WUA_INLINE bool try_allocate(std::uint64_t bytes) override;

    // Reports `verified` or `not_modified` to the sink once it has taken everything.
    void end(sink_end how, callback on_ended);

    // True: that will not be reported any more. False: it is just being reported.
    bool try_cancel() noexcept;

    // Reports the failure to the sink, unless an end has been reported before.
    void end_failed(std::function<void()> on_ended);

private:
    enum class state : std::uint8_t
    {
        open,
        ending,
        cancelled,
    };

    static constexpr std::size_t max_waiting = 4U << 20U;

    // Runs f, which calls the sink, unless the sink has failed before.
    template <class F>
    void try_run(F&& f) noexcept;

    // Runs f on the sink's thread, unless the content has started anew since.
    template <class F>
    void post(F f);

    void keep_current_exception() noexcept;

    std::exception_ptr error();

    const std::shared_ptr<content_sink> m_sink;
    background_thread& m_thread;
    bool m_is_announced = false; // begin() was posted
    std::atomic<std::size_t> m_waiting{0};
    std::atomic<state> m_state{state::open};
    std::atomic<bool> m_has_failed{false};
    bool m_has_ended = false; // end() has been called; for the sink's thread

    std::mutex m_mutex;
    std::exception_ptr m_error;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/engine/content/sink_part.ipp>
#endif
