// SPDX-License-Identifier: MIT
#pragma once

// The swarms of an engine, without any declaration of the library that implements them.

#include <wua/engine/content/content_supply.hpp>
#include <wua/engine/swarm_options.hpp>
#include <wua/separate_compilation.hpp>

#include <memory>
#include <string>

namespace wua::detail
{

// Any thread may call any member.
class swarm_supplier : public content_supplier
{
public:
    virtual swarm_status status() const = 0;

    // 64 hexadecimal digits.
    virtual swarm_file_status status_of(const std::string& info_hash) const = 0;

    // Leaves all swarms. Returns when nothing happens any more, unless called on a thread of its own.
    virtual void stop() noexcept = 0;
};

// Starts nothing before the first order. Throws hresult_error, E_INVALIDARG, for invalid options.
std::shared_ptr<swarm_supplier> make_swarm_supplier(const swarm_options& options);

} // namespace wua::detail
