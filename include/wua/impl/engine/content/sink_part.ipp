// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/content/sink_part.hpp>.

#include <wua/com/hresult.hpp>
#include <wua/engine/content/sink_part.hpp>

#include <string>
#include <utility>

namespace wua::detail
{

inline void require_success(HRESULT of_sink)
{
    if (failed(of_sink))
    {
        throw hresult_error(of_sink, "the sink does not take the content");
    }
}

WUA_COLD sink_part::sink_part(std::shared_ptr<content_sink> sink, background_thread& thread, std::uint64_t held)
    : part_file(held),
      m_sink(std::move(sink)),
      m_thread(thread)
{}

template <class F>
void sink_part::try_run(F&& f) noexcept
{
    if (m_has_failed)
    {
        return;
    }
    try
    {
        f();
    }
    catch (...)
    {
        keep_current_exception();
    }
}

template <class F>
void sink_part::post(F f)
{
    m_thread.post([self = shared_from_this(), begun = generation(), f = std::move(f)] {
        f(begun == self->generation());
    });
}

WUA_COLD void sink_part::append(const char* bytes, std::size_t size)
{
    if (m_has_failed)
    {
        std::rethrow_exception(error());
    }
    const auto copy = std::make_shared<const std::string>(bytes, size);
    m_waiting.fetch_add(size, std::memory_order_relaxed);
    post([this, copy](bool is_wanted) { // throws when memory runs out, which ends the download
        if (is_wanted)
        {
            try_run([&] { require_success(m_sink->write(copy->data(), copy->size())); });
        }
        m_waiting.fetch_sub(copy->size(), std::memory_order_relaxed);
    });
    advance(size);
}

WUA_COLD void sink_part::cut(std::uint64_t)
{
    forget_all();
    m_is_announced = false;
}

WUA_COLD void sink_part::expect(std::optional<std::uint64_t> total)
{
    if (m_is_announced)
    {
        return;
    }
    post([this, from = bytes(), total](bool is_wanted) {
        if (is_wanted)
        {
            try_run([&] { require_success(m_sink->begin(from, total)); });
        }
    });
    m_is_announced = true;
}

WUA_COLD bool sink_part::try_allocate(std::uint64_t)
{
    return false;
}

WUA_COLD void sink_part::end(sink_end how, callback on_ended)
{
    m_state = state::open;
    post([this, how, on_ended = std::move(on_ended)](bool) {
        state open = state::open;
        if (!m_state.compare_exchange_strong(open, state::ending))
        {
            return;
        }
        try_run([&] {
            m_has_ended = true;
            require_success(m_sink->end(how));
        });
        on_ended(error());
    });
}

WUA_COLD bool sink_part::try_cancel() noexcept
{
    state open = state::open;
    return m_state.compare_exchange_strong(open, state::cancelled);
}

WUA_COLD void sink_part::end_failed(std::function<void()> on_ended)
{
    post([this, on_ended = std::move(on_ended)](bool) {
        if (!std::exchange(m_has_ended, true))
        {
            m_has_failed = false; // end() is called even after an earlier call has failed
            try_run([&] { m_sink->end(sink_end::failed); });
        }
        on_ended();
    });
}

WUA_COLD void sink_part::keep_current_exception() noexcept
{
    std::exception_ptr error;
    try
    {
        throw;
    }
    catch (const std::exception&)
    {
        error = std::current_exception();
    }
    catch (...)
    {
        error = std::make_exception_ptr(
            hresult_error(e_unexpected, "the sink has thrown something that is not a std::exception"));
    }
    const std::lock_guard lock(m_mutex);
    m_error = std::move(error);
    m_has_failed = true;
}

WUA_COLD std::exception_ptr sink_part::error()
{
    const std::lock_guard lock(m_mutex);
    return m_error;
}

} // namespace wua::detail
