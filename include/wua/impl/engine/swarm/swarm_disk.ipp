// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/swarm/swarm_disk.hpp>.

#include <wua/engine/swarm/swarm_disk.hpp>

#include <boost/asio/post.hpp>
#include <libtorrent/file_storage.hpp>
#include <libtorrent/hasher.hpp>
#include <libtorrent/peer_request.hpp>
#include <libtorrent/storage_defs.hpp>

#include <algorithm>
#include <cstdint>
#include <exception>
#include <new>
#include <system_error>
#include <utility>

namespace wua::detail
{

WUA_COLD void swarm_storages::add(const std::string& name, std::shared_ptr<swarm_storage> storage)
{
    const std::lock_guard lock(m_mutex);
    m_storages[name] = std::move(storage);
}

WUA_COLD void swarm_storages::remove(const std::string& name) noexcept
{
    const std::lock_guard lock(m_mutex);
    m_storages.erase(name);
}

WUA_COLD std::shared_ptr<swarm_storage> swarm_storages::find(const std::string& path) const
{
    const std::string name = path.substr(path.find_last_of("/\\") + 1);
    const std::lock_guard lock(m_mutex);
    const auto found = m_storages.find(name);
    return found == m_storages.end() ? nullptr : found->second;
}

// Of the exception that is being handled.
inline lt::storage_error storage_error_of(lt::operation_t operation) noexcept
{
    lt::storage_error error;
    error.file(lt::file_index_t{0});
    error.operation = operation;
    try
    {
        throw;
    }
    catch (const std::system_error& cause)
    {
        error.ec = lt::error_code(cause.code().value(), lt::system_category());
    }
    catch (...)
    {
        error.ec = lt::error_code(boost::system::errc::not_enough_memory, lt::generic_category());
    }
    return error;
}

inline lt::storage_error unsupported() noexcept
{
    return lt::storage_error(lt::error_code(boost::system::errc::operation_not_supported, lt::generic_category()));
}

inline std::exception_ptr end_of_file()
{
    return std::make_exception_ptr(std::system_error(std::make_error_code(std::errc::io_error), "the file is short"));
}

WUA_COLD swarm_disk::swarm_disk(lt::io_context& network, std::shared_ptr<const swarm_storages> storages)
    : m_network(network),
      m_storages(std::move(storages))
{
    m_reader.emplace();
    m_hasher.emplace();
}

WUA_COLD swarm_disk::~swarm_disk() = default;

WUA_COLD lt::disk_io_constructor_type swarm_disk::constructor(std::shared_ptr<const swarm_storages> storages)
{
    return [storages = std::move(storages)](lt::io_context& network, const lt::settings_interface&, lt::counters&) {
        return std::make_unique<swarm_disk>(network, storages);
    };
}

WUA_COLD byte_range swarm_disk::torrent::range_of(lt::piece_index_t piece) const noexcept
{
    const std::uint64_t begin = piece_size * static_cast<std::uint64_t>(static_cast<int>(piece));
    return {begin, std::min(begin + piece_size, size)};
}

// The handler is moved along its whole way: what it holds of libtorrent's may be let go of on the network thread alone.
template <class Handler>
void swarm_disk::answer(Handler&& handler)
{
    boost::asio::post(m_network, std::forward<Handler>(handler));
}

WUA_COLD void swarm_disk::post(std::optional<background_thread>& thread, std::function<void()> work)
{
    thread ? thread->post(std::move(work)) : work();
}

WUA_COLD lt::storage_holder swarm_disk::new_torrent(const lt::storage_params& params, const std::shared_ptr<void>&)
{
    torrent made{.storage = m_storages->find(params.path),
                 .piece_size = static_cast<std::uint64_t>(params.files.piece_length()),
                 .size = static_cast<std::uint64_t>(params.files.total_size())};
    if (!made.storage)
    {
        made.storage = std::make_shared<swarm_storage>(nullptr, std::vector<byte_range>());
    }
    lt::storage_index_t index{static_cast<std::uint32_t>(m_torrents.size())};
    if (m_free.empty())
    {
        m_torrents.push_back(std::move(made));
    }
    else
    {
        index = m_free.back();
        m_free.pop_back();
        m_torrents[static_cast<std::size_t>(static_cast<std::uint32_t>(index))] = std::move(made);
    }
    return {index, *this};
}

WUA_COLD void swarm_disk::remove_torrent(lt::storage_index_t index)
{
    m_torrents[static_cast<std::size_t>(static_cast<std::uint32_t>(index))] = {};
    m_free.push_back(index);
}

WUA_INLINE void swarm_disk::async_read(lt::storage_index_t index, const lt::peer_request& request,
                                       std::function<void(lt::disk_buffer_holder, const lt::storage_error&)> handler,
                                       lt::disk_job_flags_t)
{
    const std::uint64_t place = at(index).range_of(request.piece).begin + static_cast<std::uint64_t>(request.start);
    post(m_reader, [this, storage = at(index).storage, place, size = request.length,
                    handler = std::move(handler)]() mutable {
        lt::storage_error error;
        auto buffer = std::make_shared<lt::disk_buffer_holder>();
        try
        {
            *buffer = lt::disk_buffer_holder(*this, new char[static_cast<std::size_t>(size)], size);
            if (storage->read(place, buffer->data(), static_cast<std::size_t>(size)) != static_cast<std::size_t>(size))
            {
                std::rethrow_exception(end_of_file());
            }
        }
        catch (...)
        {
            error = storage_error_of(lt::operation_t::file_read);
            buffer->reset();
        }
        answer([handler = std::move(handler), error, buffer] { handler(std::move(*buffer), error); });
    });
}

WUA_INLINE bool swarm_disk::async_write(lt::storage_index_t index, const lt::peer_request& request, const char* bytes,
                                        std::shared_ptr<lt::disk_observer>,
                                        std::function<void(const lt::storage_error&)> handler, lt::disk_job_flags_t)
{
    lt::storage_error error;
    try
    {
        const std::uint64_t place = at(index).range_of(request.piece).begin + static_cast<std::uint64_t>(request.start);
        at(index).storage->write(place, bytes, static_cast<std::size_t>(request.length));
    }
    catch (...)
    {
        error = storage_error_of(lt::operation_t::file_write);
    }
    answer([handler = std::move(handler), error] { handler(error); });
    return false;
}

WUA_INLINE void swarm_disk::async_hash(
    lt::storage_index_t index, lt::piece_index_t piece, lt::span<lt::sha256_hash> blocks, lt::disk_job_flags_t flags,
    std::function<void(lt::piece_index_t, const lt::sha1_hash&, const lt::storage_error&)> handler)
{
    const bool hashes_v1 = bool(flags & lt::disk_interface::v1_hash);
    post(m_hasher, [this, storage = at(index).storage, range = at(index).range_of(piece), piece, blocks, hashes_v1,
                    handler = std::move(handler)]() mutable {
        lt::storage_error error;
        lt::sha1_hash v1;
        try
        {
            if (storage->may_have(range)) // else a hash that is wrong
            {
                lt::hasher whole;
                std::vector<char> buffer(static_cast<std::size_t>(lt::default_block_size));
                std::ptrdiff_t block = 0;
                for (std::uint64_t place = range.begin; place < range.end; place += buffer.size(), ++block)
                {
                    const std::size_t size =
                        static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), range.end - place));
                    const std::size_t there = storage->read(place, buffer.data(), size);
                    const lt::span<const char> bytes(buffer.data(), static_cast<std::ptrdiff_t>(there));
                    if (hashes_v1)
                    {
                        whole.update(bytes);
                    }
                    if (block < blocks.size())
                    {
                        blocks[block] = lt::hasher256(bytes).final();
                    }
                }
                v1 = hashes_v1 ? whole.final() : lt::sha1_hash();
            }
        }
        catch (...)
        {
            error = storage_error_of(lt::operation_t::file_read);
        }
        answer([handler = std::move(handler), piece, v1, error] { handler(piece, v1, error); });
    });
}

WUA_COLD void swarm_disk::async_hash2(
    lt::storage_index_t index, lt::piece_index_t piece, int offset, lt::disk_job_flags_t,
    std::function<void(lt::piece_index_t, const lt::sha256_hash&, const lt::storage_error&)> handler)
{
    byte_range range = at(index).range_of(piece);
    range.begin += static_cast<std::uint64_t>(offset);
    post(m_hasher, [this, storage = at(index).storage, range, piece, handler = std::move(handler)]() mutable {
        lt::storage_error error;
        lt::sha256_hash hash;
        try
        {
            std::vector<char> buffer(static_cast<std::size_t>(
                std::min<std::uint64_t>(static_cast<std::uint64_t>(lt::default_block_size), range.size())));
            const std::size_t there = storage->read(range.begin, buffer.data(), buffer.size());
            hash = lt::hasher256(lt::span<const char>(buffer.data(), static_cast<std::ptrdiff_t>(there))).final();
        }
        catch (...)
        {
            error = storage_error_of(lt::operation_t::file_read);
        }
        answer([handler = std::move(handler), piece, hash, error] { handler(piece, hash, error); });
    });
}

WUA_COLD void
swarm_disk::async_move_storage(lt::storage_index_t, std::string path, lt::move_flags_t,
                               std::function<void(lt::status_t, const std::string&, const lt::storage_error&)> handler)
{
    answer([handler = std::move(handler), path = std::move(path)] {
        handler(lt::status_t::fatal_disk_error, path, unsupported());
    });
}

WUA_COLD void swarm_disk::async_release_files(lt::storage_index_t, std::function<void()> handler)
{
    if (handler)
    {
        answer(std::move(handler));
    }
}

WUA_COLD void swarm_disk::async_check_files(lt::storage_index_t index, const lt::add_torrent_params*,
                                            lt::aux::vector<std::string, lt::file_index_t>,
                                            std::function<void(lt::status_t, const lt::storage_error&)> handler)
{
    const lt::status_t result = at(index).storage->is_empty() ? lt::status_t::no_error : lt::status_t::need_full_check;
    answer([handler = std::move(handler), result] { handler(result, lt::storage_error()); });
}

WUA_COLD void swarm_disk::async_stop_torrent(lt::storage_index_t, std::function<void()> handler)
{
    // After what was posted before.
    post(m_hasher, [this, handler = std::move(handler)]() mutable {
        post(m_reader, [this, handler = std::move(handler)]() mutable {
            if (handler)
            {
                answer(std::move(handler));
            }
        });
    });
}

WUA_COLD void swarm_disk::async_rename_file(
    lt::storage_index_t, lt::file_index_t file, std::string name,
    std::function<void(const std::string&, lt::file_index_t, const lt::storage_error&)> handler)
{
    answer([handler = std::move(handler), file, name = std::move(name)] { handler(name, file, unsupported()); });
}

WUA_COLD void swarm_disk::async_delete_files(lt::storage_index_t, lt::remove_flags_t,
                                             std::function<void(const lt::storage_error&)> handler)
{
    answer([handler = std::move(handler)] { handler(unsupported()); });
}

WUA_COLD void swarm_disk::async_set_file_priority(
    lt::storage_index_t, lt::aux::vector<lt::download_priority_t, lt::file_index_t> priorities,
    std::function<void(const lt::storage_error&, lt::aux::vector<lt::download_priority_t, lt::file_index_t>)> handler)
{
    answer([handler = std::move(handler), priorities = std::move(priorities)] { handler(unsupported(), priorities); });
}

WUA_COLD void swarm_disk::async_clear_piece(lt::storage_index_t, lt::piece_index_t piece,
                                            std::function<void(lt::piece_index_t)> handler)
{
    answer([handler = std::move(handler), piece] { handler(piece); });
}

WUA_COLD void swarm_disk::abort(bool)
{
    m_hasher.reset(); // these do what they were given
    m_reader.reset();
}

} // namespace wua::detail
