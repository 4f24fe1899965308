// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/swarm_engine.hpp>.

#include <wua/com/hresult.hpp>
#include <wua/engine/swarm/swarm_session.hpp>
#include <wua/engine/swarm_engine.hpp>
#include <wua/model/content_swarm.hpp>
#include <wua/model/file_details.hpp>
#include <wua/wuapi/errors.hpp>

namespace wua
{

WUA_COLD swarm_engine::swarm_engine(swarm_options options)
    : swarm_engine(std::move(options), detail::make_swarm_supplier(options))
{}

WUA_COLD swarm_engine::swarm_engine(swarm_options&& options, std::shared_ptr<detail::swarm_supplier> supplier)
    : m_supplier(std::move(supplier)),
      m_engine(std::move(options.http), m_supplier)
{}

WUA_COLD swarm_engine::~swarm_engine()
{
    m_engine.end();
    if (m_supplier)
    {
        m_supplier->stop();
    }
}

WUA_COLD void swarm_engine::set_bandwidth(std::uint64_t bytes_per_second)
{
    m_engine.set_bandwidth(bytes_per_second);
    m_supplier->set_bandwidth(bytes_per_second);
}

WUA_COLD swarm_status swarm_engine::status() const
{
    if (!m_supplier)
    {
        throw hresult_error(wu_e_invalid_operation, "the engine was moved from");
    }
    return m_supplier->status();
}

WUA_COLD swarm_file_status swarm_engine::status_of(const content_file& file) const
{
    if (!m_supplier)
    {
        throw hresult_error(wu_e_invalid_operation, "the engine was moved from");
    }
    return file.details && file.details->swarm ? m_supplier->status_of(file.details->swarm->info_hash)
                                               : swarm_file_status();
}

} // namespace wua
