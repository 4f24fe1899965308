// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/swarm/swarm_disk.hpp>.

#include <wua/engine/swarm/swarm_disk.hpp>
#include <wua/engine/swarm/torrent_file.hpp>

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
#include <type_traits>
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

WUA_COLD void swarm_storages::clear() noexcept
{
    const std::lock_guard lock(m_mutex);
    m_storages.clear();
}

WUA_COLD std::shared_ptr<swarm_storage> swarm_storages::find(const std::string& path) const
{
    const std::string name = path.substr(path.find_last_of("/\\") + 1);
    const std::lock_guard lock(m_mutex);
    const auto found = m_storages.find(name);
    return found == m_storages.end() ? nullptr : found->second;
}

// For the exception that is being handled.
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

WUA_COLD swarm_disk::swarm_disk(lt::io_context& network, std::shared_ptr<const swarm_storages> storages)
    : m_network(network),
      m_storages(std::move(storages))
{
    m_torrents.push_back({.storage = std::make_shared<swarm_storage>(nullptr, std::vector<byte_range>())});
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

WUA_INLINE std::size_t swarm_disk::torrent::content_at(std::uint64_t place, int length) const noexcept
{
    return static_cast<std::size_t>(
        std::min<std::uint64_t>(static_cast<std::uint64_t>(length), size - std::min(place, size)));
}

WUA_COLD std::size_t swarm_disk::torrent::padding_behind(const byte_range& range) const noexcept
{
    return range.end == size ? static_cast<std::size_t>(std::min(padded_size - size, piece_size)) : 0;
}

template <class Result, class Work, class Answer>
void swarm_disk::take(std::optional<background_thread>& thread, const std::shared_ptr<swarm_storage>& storage,
                      Work&& work, Answer&& answer) noexcept
{
    try
    {
        auto job = std::make_shared<disk_job_of<Result, std::decay_t<Work>, std::decay_t<Answer>>>(
            storage, std::forward<Work>(work), std::forward<Answer>(answer));
        if (thread)
        {
            thread->post([this, job] {
                job->work();
                boost::asio::post(m_network, disk_completion(job));
            });
            return;
        }
        job->work();
        boost::asio::post(m_network, disk_completion(job));
    }
    catch (const std::exception&)
    {
        storage->lose();
    }
}

template <class Answer>
void swarm_disk::answer(lt::storage_index_t index, Answer&& answer) noexcept
{
    struct nothing
    {};
    std::optional<background_thread> none;
    take<nothing>(
        none, at(index).storage, [](swarm_storage&, nothing&) {},
        [answer = std::forward<Answer>(answer)](nothing&) mutable { answer(); });
}

// When memory runs out the torrent gets no storage: index 0 belongs to no torrent.
WUA_COLD lt::storage_holder swarm_disk::new_torrent(const lt::storage_params& params, const std::shared_ptr<void>&)
{
    torrent made{.storage = nullptr,
                 .piece_size = static_cast<std::uint64_t>(params.files.piece_length()),
                 .size = content_size(params.files),
                 .padded_size = static_cast<std::uint64_t>(params.files.total_size())};
    try
    {
        made.storage = m_storages->find(params.path);
        if (!made.storage)
        {
            return {lt::storage_index_t{0}, *this};
        }
        if (m_free.empty())
        {
            if (m_free.capacity() <= m_torrents.size())
            {
                m_free.reserve(2 * m_torrents.size());
            }
            m_torrents.push_back({});
            m_free.push_back(lt::storage_index_t{static_cast<std::uint32_t>(m_torrents.size() - 1)});
        }
    }
    catch (const std::bad_alloc&)
    {
        if (made.storage)
        {
            made.storage->lose();
        }
        return {lt::storage_index_t{0}, *this};
    }
    const lt::storage_index_t index = m_free.back();
    m_free.pop_back();
    m_torrents[static_cast<std::size_t>(static_cast<std::uint32_t>(index))] = std::move(made);
    return {index, *this};
}

WUA_COLD void swarm_disk::remove_torrent(lt::storage_index_t index)
{
    if (index != lt::storage_index_t{0})
    {
        m_torrents[static_cast<std::size_t>(static_cast<std::uint32_t>(index))] = {};
        m_free.push_back(index); // cannot allocate: new_torrent() has reserved room for every index
    }
}

WUA_INLINE void swarm_disk::async_read(lt::storage_index_t index, const lt::peer_request& request,
                                       std::function<void(lt::disk_buffer_holder, const lt::storage_error&)> handler,
                                       lt::disk_job_flags_t)
{
    struct bytes_read
    {
        lt::disk_buffer_holder bytes{};
        lt::storage_error error{};
    };
    const std::uint64_t place = at(index).range_of(request.piece).begin + static_cast<std::uint64_t>(request.start);
    take<bytes_read>(
        m_reader, at(index).storage,
        [this, place, size = request.length,
         there = at(index).content_at(place, request.length)](swarm_storage& storage, bytes_read& read) noexcept {
            try
            {
                read.bytes = lt::disk_buffer_holder(*this, new char[static_cast<std::size_t>(size)], size);
                if (storage.read(place, read.bytes.data(), there) != there)
                {
                    throw std::system_error(std::make_error_code(std::errc::io_error), "the file is short");
                }
                std::fill_n(read.bytes.data() + there, static_cast<std::size_t>(size) - there, '\0');
            }
            catch (...)
            {
                read.error = storage_error_of(lt::operation_t::file_read);
                read.bytes.reset();
            }
        },
        [handler = std::move(handler)](bytes_read& read) { handler(std::move(read.bytes), read.error); });
}

WUA_INLINE bool swarm_disk::async_write(lt::storage_index_t index, const lt::peer_request& request, const char* bytes,
                                        std::shared_ptr<lt::disk_observer>,
                                        std::function<void(const lt::storage_error&)> handler, lt::disk_job_flags_t)
{
    lt::storage_error error;
    try
    {
        const std::uint64_t place = at(index).range_of(request.piece).begin + static_cast<std::uint64_t>(request.start);
        at(index).storage->write(place, bytes, at(index).content_at(place, request.length));
    }
    catch (...)
    {
        error = storage_error_of(lt::operation_t::file_write);
    }
    answer(index, [handler = std::move(handler), error] { handler(error); });
    return false;
}

WUA_INLINE void swarm_disk::async_hash(
    lt::storage_index_t index, lt::piece_index_t piece, lt::span<lt::sha256_hash> blocks, lt::disk_job_flags_t flags,
    std::function<void(lt::piece_index_t, const lt::sha1_hash&, const lt::storage_error&)> handler)
{
    struct piece_hash
    {
        lt::sha1_hash v1{};
        lt::storage_error error{};
    };
    const bool hashes_v1 = bool(flags & lt::disk_interface::v1_hash);
    take<piece_hash>(
        m_hasher, at(index).storage,
        [range = at(index).range_of(piece), padding = at(index).padding_behind(at(index).range_of(piece)), blocks,
         hashes_v1](swarm_storage& storage, piece_hash& found) noexcept {
            try
            {
                if (!storage.may_have(range))
                {
                    return; // without computing the hash: the wrong one it has makes libtorrent fetch the piece
                }
                lt::hasher whole;
                std::vector<char> buffer(static_cast<std::size_t>(lt::default_block_size));
                std::ptrdiff_t block = 0;
                for (std::uint64_t place = range.begin; place < range.end; place += buffer.size(), ++block)
                {
                    const std::size_t size =
                        static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), range.end - place));
                    const std::size_t there = storage.read(place, buffer.data(), size);
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
                if (hashes_v1 && padding != 0)
                {
                    whole.update(std::vector<char>(padding));
                }
                found.v1 = hashes_v1 ? whole.final() : lt::sha1_hash();
            }
            catch (...)
            {
                found.error = storage_error_of(lt::operation_t::file_read);
            }
        },
        [handler = std::move(handler), piece](piece_hash& found) { handler(piece, found.v1, found.error); });
}

WUA_COLD void swarm_disk::async_hash2(
    lt::storage_index_t index, lt::piece_index_t piece, int offset, lt::disk_job_flags_t,
    std::function<void(lt::piece_index_t, const lt::sha256_hash&, const lt::storage_error&)> handler)
{
    struct block_hash
    {
        lt::sha256_hash v2{};
        lt::storage_error error{};
    };
    byte_range range = at(index).range_of(piece);
    range.begin += static_cast<std::uint64_t>(offset);
    take<block_hash>(
        m_hasher, at(index).storage,
        [range](swarm_storage& storage, block_hash& found) noexcept {
            try
            {
                std::vector<char> buffer(static_cast<std::size_t>(
                    std::min<std::uint64_t>(static_cast<std::uint64_t>(lt::default_block_size), range.size())));
                const std::size_t there = storage.read(range.begin, buffer.data(), buffer.size());
                found.v2 =
                    lt::hasher256(lt::span<const char>(buffer.data(), static_cast<std::ptrdiff_t>(there))).final();
            }
            catch (...)
            {
                found.error = storage_error_of(lt::operation_t::file_read);
            }
        },
        [handler = std::move(handler), piece](block_hash& found) { handler(piece, found.v2, found.error); });
}

WUA_COLD void
swarm_disk::async_move_storage(lt::storage_index_t index, std::string path, lt::move_flags_t,
                               std::function<void(lt::status_t, const std::string&, const lt::storage_error&)> handler)
{
    answer(index, [handler = std::move(handler), path = std::move(path)] {
        handler(lt::status_t::fatal_disk_error, path, unsupported());
    });
}

WUA_COLD void swarm_disk::async_release_files(lt::storage_index_t index, std::function<void()> handler)
{
    if (handler)
    {
        answer(index, std::move(handler));
    }
}

WUA_COLD void swarm_disk::async_check_files(lt::storage_index_t index, const lt::add_torrent_params*,
                                            lt::aux::vector<std::string, lt::file_index_t>,
                                            std::function<void(lt::status_t, const lt::storage_error&)> handler)
{
    const lt::status_t result = at(index).storage->is_empty() ? lt::status_t::no_error : lt::status_t::need_full_check;
    answer(index, [handler = std::move(handler), result] { handler(result, lt::storage_error()); });
}

WUA_COLD void swarm_disk::async_stop_torrent(lt::storage_index_t index, std::function<void()> handler)
{
    if (!handler)
    {
        return;
    }
    // The handler is called after the jobs that both queues have now.
    struct nothing
    {};
    const std::shared_ptr<swarm_storage> storage = at(index).storage;
    take<nothing>(
        m_hasher, storage, [](swarm_storage&, nothing&) {},
        [this, storage, handler = std::move(handler)](nothing&) mutable {
            take<nothing>(
                m_reader, storage, [](swarm_storage&, nothing&) {},
                [handler = std::move(handler)](nothing&) { handler(); });
        });
}

WUA_COLD void swarm_disk::async_rename_file(
    lt::storage_index_t index, lt::file_index_t file, std::string name,
    std::function<void(const std::string&, lt::file_index_t, const lt::storage_error&)> handler)
{
    answer(index, [handler = std::move(handler), file, name = std::move(name)] { handler(name, file, unsupported()); });
}

WUA_COLD void swarm_disk::async_delete_files(lt::storage_index_t index, lt::remove_flags_t,
                                             std::function<void(const lt::storage_error&)> handler)
{
    answer(index, [handler = std::move(handler)] { handler(unsupported()); });
}

WUA_COLD void swarm_disk::async_set_file_priority(
    lt::storage_index_t index, lt::aux::vector<lt::download_priority_t, lt::file_index_t> priorities,
    std::function<void(const lt::storage_error&, lt::aux::vector<lt::download_priority_t, lt::file_index_t>)> handler)
{
    answer(index,
           [handler = std::move(handler), priorities = std::move(priorities)] { handler(unsupported(), priorities); });
}

WUA_COLD void swarm_disk::async_clear_piece(lt::storage_index_t index, lt::piece_index_t piece,
                                            std::function<void(lt::piece_index_t)> handler)
{
    answer(index, [handler = std::move(handler), piece] { handler(piece); });
}

WUA_COLD void swarm_disk::abort(bool)
{
    m_hasher.reset(); // destroying these threads first completes the work they have been given
    m_reader.reset();
}

} // namespace wua::detail
