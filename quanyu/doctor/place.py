"""The machine: folder, disk, key, port and the console's files."""

from __future__ import annotations

import base64
import binascii
import os
import shutil
import socket
from pathlib import Path

import httpx

from quanyu.doctor.types import Check
from quanyu.infra.settings import Settings

LEAST_FREE_BYTES = 2_000_000_000


def data_folder(folder: Path) -> Check:
    """Can we write where the data lives?"""
    present = _existing(folder)
    if os.access(present, os.W_OK | os.X_OK) and present.is_dir():
        return Check("data_folder", True, f"数据目录 {folder} 可写。", f"The data folder {folder} can be written.")
    return Check(
        "data_folder",
        False,
        f"{present} 不可写:请修改其权限,或把 QUANYU_DATA 设为可写的目录。",
        f"{present} cannot be written: change its permissions, or set QUANYU_DATA to a folder that can.",
    )


def free_disk(folder: Path) -> Check:
    """Is there room for the stores to grow?"""
    free = shutil.disk_usage(_existing(folder)).free
    gigabytes = f"{free / 1e9:.1f} GB"
    if free >= LEAST_FREE_BYTES:
        return Check("free_disk", True, f"磁盘剩余 {gigabytes}。", f"{gigabytes} are free on the disk.")
    return Check(
        "free_disk",
        False,
        f"磁盘只剩 {gigabytes}:请清理,或把 QUANYU_DATA 移到更大的磁盘。",
        f"Only {gigabytes} are free: make room, or move QUANYU_DATA to a larger disk.",
    )


def secret_key(settings: Settings) -> Check:
    """Is the key there that personal data is sealed with?"""
    path = settings.data / "secret.key"
    text = settings.secret_key
    if not text and path.exists():
        if path.stat().st_mode & 0o077:
            return Check(
                "secret_key",
                False,
                f"密钥文件他人可读:请执行 chmod 600 {path}。",
                f"Others can read the key: run chmod 600 {path}.",
            )
        text = path.read_text(encoding="utf-8", errors="replace").strip()
    if not text:
        return _key_to_come(settings)
    if _is_key(text):
        return Check("secret_key", True, "密钥已就绪,请另存一份备份。", "The secret key is there; keep a copy of it elsewhere.")
    return Check(
        "secret_key",
        False,
        "密钥不是 32 字节的 base64:请恢复原来的密钥。",
        "The secret key is not base64 of 32 bytes: put the original back.",
    )


def _key_to_come(settings: Settings) -> Check:
    if (settings.data / "postgres").exists() or settings.postgres_url:
        return Check(
            "secret_key",
            False,
            "没有密钥,已加密的数据将无法打开:请设置 QUANYU_SECRET_KEY 或恢复 secret.key。",
            "The secret key is missing and sealed data would not open: set QUANYU_SECRET_KEY or restore secret.key.",
        )
    return Check("secret_key", True, "首次启动时会生成密钥。", "The first start will make a secret key.")


def _is_key(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == 32
    except (binascii.Error, ValueError):
        return False


def is_running(settings: Settings) -> bool:
    """Whether a Quanyu answers at our own address."""
    try:
        answer = httpx.get(f"{own_url(settings)}/healthz", timeout=2, trust_env=False)
        return answer.status_code == 200 and answer.json() == {"status": "up"}
    except (httpx.HTTPError, ValueError):
        return False


def own_url(settings: Settings) -> str:
    """Our address as seen from this machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - compared, not bound
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def port(settings: Settings, running: bool) -> Check:
    """Can we listen, or do we listen already?"""
    at = f"{settings.host}:{settings.port}"
    if running:
        return Check("port", True, f"Quanyu 正在 {at} 运行。", f"Quanyu is running at {at}.")
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as error:
            return Check(
                "port",
                False,
                f"无法监听 {at}({error.strerror}):请停止占用它的程序,或设置 QUANYU_PORT。",
                f"{at} cannot be listened on ({error.strerror}): stop what uses it, or set QUANYU_PORT.",
            )
    return Check("port", True, f"{at} 空闲。", f"{at} is free.")


def console_build(folder: Path) -> Check:
    """Are the console's files there?"""
    if (folder / "index.html").is_file():
        return Check("console", True, "控制台已构建。", "The console is built.")
    return Check("console", False, "控制台尚未构建:请执行 make console。", "The console is not built: run make console.")


def _existing(folder: Path) -> Path:
    folder = folder.absolute()
    while not folder.exists():
        folder = folder.parent
    return folder
