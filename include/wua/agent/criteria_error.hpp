// SPDX-License-Identifier: MIT
#pragma once

// Thrown for a criteria text that is not understood.

#include <wua/com/hresult.hpp>
#include <wua/wuapi/agent_errors.hpp>

#include <cstddef>
#include <string>

namespace wua
{

/// A criteria text could not be parsed; the code is `wu_e_invalid_criteria`.
class criteria_error : public hresult_error
{
public:
    criteria_error(std::size_t position, const std::string& reason)
        : hresult_error(wu_e_invalid_criteria, "criteria, byte " + std::to_string(position) + ": " + reason),
          m_position(position)
    {}

    /// Where the error is, in bytes from the start of the UTF-8 text; the text's length when it ends too early.
    std::size_t position() const noexcept
    {
        return m_position;
    }

private:
    std::size_t m_position;
};

} // namespace wua
