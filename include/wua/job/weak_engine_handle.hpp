// SPDX-License-Identifier: MIT
#pragma once

// A reference to an engine of any type that does not keep it alive.

#include <wua/separate_compilation.hpp>

#include <memory>

namespace wua::detail
{

class engine_handle;
struct engine_operations;

// Members are defined in <wua/job/engine_handle.hpp>.
class weak_engine_handle
{
public:
    // Refers to nothing.
    weak_engine_handle() noexcept = default;

    explicit weak_engine_handle(const engine_handle& engine) noexcept;

    // It referred to an engine once, which may be gone by now.
    bool has_engine() const noexcept
    {
        return m_operations != nullptr;
    }

    // Empty when the engine is gone.
    engine_handle lock() const noexcept;

    bool is_driven() const noexcept;

    // False when the engine is gone.
    bool needs_driving() const noexcept;

private:
    std::weak_ptr<void> m_engine;
    const engine_operations* m_operations = nullptr;
};

} // namespace wua::detail
