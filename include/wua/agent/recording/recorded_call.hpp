// SPDX-License-Identifier: MIT
#pragma once

// The way of a call through a recorder: from the face that the client holds to the object, and into the log.

#include <wua/agent/recording/recorded_face.hpp>
#include <wua/agent/recording/recorded_object.hpp>
#include <wua/separate_compilation.hpp>

#include <utility>

namespace wua::detail
{

// A late-bound call that is under way on this thread, and has not come to its member yet.
inline constinit thread_local bool is_called_late = false;

class late_scope
{
public:
    explicit late_scope(bool is_late) noexcept : m_former(std::exchange(is_called_late, is_late)) {}
    late_scope(const late_scope&) = delete;
    late_scope& operator=(const late_scope&) = delete;
    ~late_scope()
    {
        is_called_late = m_former;
    }

    bool was_late() const noexcept
    {
        return m_former;
    }

private:
    const bool m_former;
};

} // namespace wua::detail

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/agent/recording/recorded_call.ipp>
#endif
