// SPDX-License-Identifier: MIT
#pragma once

// What a client has done so far: the log, the objects that it holds, and the rules that it has to keep.

#include <wua/agent/client_finding.hpp>
#include <wua/agent/recording/call_log.hpp>
#include <wua/agent/recording/client_conduct.hpp>
#include <wua/com/com_ptr.hpp>
#include <wua/separate_compilation.hpp>

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace wua::detail
{

class recorded_object;
struct recorded_face;

// A call of one of the objects, or of a callback, as the log has it.
struct finished_call
{
    std::string_view kind = "call"; // or "callback"
    std::string_view name{};
    object_label object{};
    std::string_view arguments{}; // JSON, or empty
    std::string_view answer{};    // likewise
    HRESULT code = s_ok;
    std::chrono::steady_clock::time_point began{};
    bool is_late = false; // through IDispatch::Invoke
    std::string why{};    // the words that the agent left for a failure
};

// Any thread may call any member. Lives as long as a client holds any object.
class recording : public std::enable_shared_from_this<recording>
{
public:
    using clock = std::chrono::steady_clock;

    explicit recording(const std::filesystem::path& log);

    // The object as the client sees it, through the same interface: itself when it is no object of this library's.
    // Takes a reference over and gives one back, or throws. Null stays null.
    IUnknown* shown(IUnknown* object);

    // The object that the client sees there; itself when it is none of those.
    IUnknown* hidden_behind(IUnknown* shown);

    // What the log calls it.
    object_label label_of(IUnknown* shown);

    void write(const finished_call& call) noexcept;

    // That the client has created the object, or let go of it.
    void write_life(std::string_view what, const object_label& object) noexcept;

    // f(conduct), while no other thread judges.
    template <class F>
    void judge(F&& f) noexcept
    {
        try
        {
            const std::lock_guard lock(m_mutex);
            if (!m_is_over)
            {
                f(m_conduct);
            }
        }
        catch (...)
        {
            // Without memory nothing is found.
        }
    }

    // The client has let go of the last reference to it.
    void forget(recorded_object& object) noexcept;

    // Nothing is recorded from now on. False when it was so already.
    bool end() noexcept;

    // After the end.
    const std::vector<client_finding>& findings() const noexcept
    {
        return m_findings;
    }

private:
    com_ptr<recorded_object> found(IUnknown& identity);

    recorded_face* face_at(IUnknown* shown);

    // Since the recording began, to the microsecond.
    std::chrono::nanoseconds age(clock::time_point time) const
    {
        return std::chrono::duration_cast<std::chrono::microseconds>(time - m_began);
    }

    // Under the lock, as the next.
    unsigned thread_number();
    void end_locked();

    const clock::time_point m_began = clock::now();

    // Guards what follows. The only lock, so that the end knows that it need not wait for another one.
    std::mutex m_mutex;
    call_log m_log;
    std::map<IUnknown*, recorded_object*> m_objects; // by the object behind each
    std::set<const void*> m_faces;
    std::map<std::thread::id, unsigned> m_threads;
    unsigned m_last_number = 0;
    std::size_t m_calls = 0;
    bool m_is_over = false;
    client_conduct m_conduct;
    std::vector<client_finding> m_findings;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/recording/recording.ipp>
#endif
