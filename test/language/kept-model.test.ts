import { expect } from 'chai';
import { openClassifier, train } from '../../src/language/classifier.ts';
import { readKeptModel } from '../../src/language/kept-model.ts';
import { learn } from '../../src/language/understand.ts';

describe('a classifier that was kept', () => {
  const labels = ['daftar', 'lowongan', 'none'];
  const examples = labels.flatMap((label, n) =>
    ['kartu kuning', 'cari kerja', 'terima kasih'].map((words, at) => ({
      label,
      features: [...words.split(' '), `${label}${(n + at) % 2}`],
    })),
  );

  it('judges and explains as the one that was learnt, to the last digit', () => {
    const learnt = train(examples);
    const kept = openClassifier(learnt.keep());
    for (const features of [['kartu'], ['kerja', 'daftar0'], ['unknown'], []]) {
      expect(kept.judge(features)).to.deep.equal(learnt.judge(features));
      expect(kept.evidence(features, 'daftar')).to.deep.equal(learnt.evidence(features, 'daftar'));
    }
  });

  it('of the build is what is learnt from the words and examples as they are', function () {
    this.timeout(120_000);
    const kept = readKeptModel();
    if (!kept) return; // compiled without build.mjs: learnt at each start
    expect(kept.keep()).to.deep.equal(learn([]).keep());
  });
});
