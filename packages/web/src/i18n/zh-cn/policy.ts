/** 网关规则不允许的操作。 */
export const policy = {
  readOnly: '此终端为只读：您输入的内容不会发送。',
  pasteRefused: '此终端不允许粘贴：内容没有发送。',
  recording: '正在录制',
  recordingText: '此终端显示的内容会被录制。您的输入不会被录制，除非终端将其显示出来。',
  recordingFailed: '已被网关结束：此终端必须录制，但已无法继续录制',
  recorderTitle: '无法录制',
  recorderText: '此终端必须录制，但网关目前无法录制。',
  auditTitle: '无法写入审计记录',
  auditText: '无法记录审计时，网关不会打开任何终端。',
  auditHint: '请稍后重试，或联系网关的管理员。',
};
