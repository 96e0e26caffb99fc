if (w.speechSynthesis) load('listen');
